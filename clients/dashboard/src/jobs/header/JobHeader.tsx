import { isTerminal, type Job } from "@trawl/client";
import { memo } from "react";
import { formatPercent, PageTitle, StatusBadge, statusName, Time } from "../../ui/index.js";
import { JobActions } from "../actions/JobActions.js";
import { stageName, titleOf, typeName, urlsOf } from "../words/names.js";
import { Tag } from "../words/Tag.js";
import { Watchers } from "./Watchers.js";
import "./job-header.css";

/** Which job it is, how it stands, and what can be done with it. */
export const JobHeader = memo(function JobHeader({ job, watchers }: { job: Job; watchers: readonly string[] }) {
  const title = titleOf(job);
  const standing = job.status === "running" ? formatPercent(job.progress) : statusName(job.status);
  const [url, ...others] = urlsOf(job);
  return (
    <PageTitle title={title} tab={`${standing} ${title}`} actions={<JobActions job={job} />}>
      <p className="job-header">
        <StatusBadge status={job.status} />
        {job.type !== "crawl" && <Tag>{typeName[job.type]}</Tag>}
        {job.priority !== "normal" && <Tag>{job.priority} priority</Tag>}
        {job.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        {url && (
          <a href={url} target="_blank" rel="noreferrer noopener">
            {url}
          </a>
        )}
        {others.length > 0 && <span>and {others.length} more</span>}
        <span>
          by {job.userId}, <Time at={job.createdAt} />
        </span>
        {!isTerminal(job.status) && <Watchers users={watchers} />}
      </p>
      <p className="heard" role="status">
        {statusName(job.status)}
        {job.status === "running" && job.type !== "custom" && `, ${stageName[job.stage].toLowerCase()}`}
      </p>
    </PageTitle>
  );
});
