import type { Job, TrawlEvent } from "@trawl/client";
import { memo } from "react";
import { Card, formatPercent, ProgressBar, useNow } from "../../ui/index.js";
import { Notices } from "../notices/Notices.js";
import { progressTone } from "../words/tones.js";
import { figuresOf } from "./figures.js";
import { Reports } from "./Reports.js";
import { StageStepper } from "./StageStepper.js";
import { useMessage } from "./useMessage.js";
import "./overview.css";

/** How far a job is, and what holds it up. */
export const Overview = memo(function Overview({ job, feed }: { job: Job; feed: readonly TrawlEvent[] }) {
  // Every second, since one of the figures is the time.
  const now = useNow((time) => Math.floor(time / 1000)) * 1000;
  const message = useMessage(job);
  return (
    <Card className="overview">
      <h2 className="heard">Progress</h2>
      {job.type !== "custom" && <StageStepper job={job} />}
      <div className="overview-bar">
        <ProgressBar label="Progress" value={job.progress} tone={progressTone(job.status)} />
        <span className="overview-percent">{formatPercent(job.progress)}</span>
      </div>
      {message && <p className="overview-message">{message}</p>}
      <Notices job={job} feed={feed} />
      {job.type === "custom" && <Reports feed={feed} />}
      <dl className="overview-figures">
        {figuresOf(job, now).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
});
