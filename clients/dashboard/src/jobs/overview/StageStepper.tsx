import type { Job } from "@trawl/client";
import { stageName } from "../words/names.js";
import { stagesOf } from "./stages.js";

const spoken = { done: "done", now: "now", stopped: "stopped here", ahead: "not yet" } as const;

/** The stages of a crawl, and at which it is. */
export function StageStepper({ job }: { job: Job }) {
  return (
    <ol className="stages" aria-label="Stages">
      {stagesOf(job).map(([stage, standing]) => (
        <li key={stage} className={`stages-step stages-${standing}`} aria-current={standing === "now" ? "step" : undefined}>
          {stageName[stage]}
          <span className="heard">, {spoken[standing]}</span>
        </li>
      ))}
    </ol>
  );
}
