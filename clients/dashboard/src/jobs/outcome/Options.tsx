import type { Job } from "@trawl/client";
import { memo } from "react";
import { Card } from "../../ui/index.js";
import { textOf } from "../models/cards.js";
import { optionName, optionWords } from "./words.js";
import "./options.css";

/** What a job was asked to do, defaults filled in. */
export const Options = memo(function Options({ id, options: all }: Pick<Job, "id" | "options">) {
  const options = Object.entries((all ?? {}) as Record<string, unknown>).filter(([, value]) => textOf(value) !== null);
  return (
    <Card title="As submitted">
      <dl className="options">
        {options.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>{optionName(name)}</dt>
            <dd>{optionWords(name, value)}</dd>
          </div>
        ))}
      </dl>
      <p className="soft small">
        Job <code>{id}</code>
      </p>
    </Card>
  );
});
