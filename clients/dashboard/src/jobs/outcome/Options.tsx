import type { Job } from "@trawl/client";
import { Card } from "../../ui/index.js";
import { textOf } from "../models/cards.js";
import "./options.css";

/** What a job was asked to do, defaults filled in. */
export function Options({ job }: { job: Job }) {
  const options = Object.entries((job.options ?? {}) as Record<string, unknown>).filter(([, value]) => textOf(value) !== null);
  return (
    <Card title="As submitted">
      <dl className="options">
        {options.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{Array.isArray(value) ? value.join(", ") || "none" : textOf(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="soft small">
        Job <code>{job.id}</code>
      </p>
    </Card>
  );
}
