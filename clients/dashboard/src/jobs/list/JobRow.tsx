import { isTerminal, type Job } from "@trawl/client";
import { memo } from "react";
import { Link } from "wouter";
import { Badge, formatOf, formatPercent, ProgressBar, StatusBadge, Time } from "../../ui/index.js";
import { titleOf, typeName, urlsOf } from "../words/names.js";
import { Tag } from "../words/Tag.js";
import { progressTone } from "../words/tones.js";
import { standingOf } from "./standing.js";

/** A job as a line of the list: drawn again only when it has changed. */
export const JobRow = memo(function JobRow({ job }: { job: Job }) {
  const title = titleOf(job);
  const open = job.clarifications.filter(({ status }) => status === "pending").length;
  return (
    <li className="jobs-row">
      <div className="jobs-name">
        <Link href={`/jobs/${job.id}`} className="jobs-link">
          {title}
        </Link>
        {urlsOf(job)[0] && <span className="jobs-url">{urlsOf(job)[0]}</span>}
      </div>
      <div className="jobs-badges">
        <StatusBadge status={job.status} />
        {job.type !== "crawl" && <Tag>{typeName[job.type]}</Tag>}
        {open > 0 && <Badge tone="warn">{formatOf(open, "question")}</Badge>}
        {job.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </div>
      <div className="jobs-progress">
        {!isTerminal(job.status) && job.status !== "queued" && (
          <>
            <ProgressBar label={`Progress of ${title}`} value={job.progress} tone={progressTone(job.status)} />
            <span className="jobs-percent">{formatPercent(job.progress)}</span>
          </>
        )}
      </div>
      <p className="jobs-standing">{standingOf(job).join(" · ")}</p>
      <span className="jobs-time">
        <Time at={job.finishedAt ?? job.createdAt} />
      </span>
    </li>
  );
});
