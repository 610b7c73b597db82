import type { Job } from "@trawl/client";
import { memo } from "react";
import { Card } from "../../ui/index.js";
import { optionName, optionsOf, optionWords } from "./words.js";
import "./options.css";

/** What a job was asked to do, defaults filled in. */
export const Options = memo(function Options({ id, options }: Pick<Job, "id" | "options">) {
  return (
    <Card title="As submitted">
      <dl className="options">
        {optionsOf(options).map(([name, value]) => (
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
