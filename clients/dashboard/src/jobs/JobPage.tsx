import { useJob } from "@trawl/client/react";
import { Link } from "wouter";
import { EmptyState, ErrorBox, PageTitle, Skeleton } from "../ui/index.js";
import { Comments } from "./comments/Comments.js";
import { Feed } from "./feed/Feed.js";
import { useThrottled } from "./feed/useThrottled.js";
import { JobHeader } from "./header/JobHeader.js";
import { Models } from "./models/Models.js";
import { Options } from "./outcome/Options.js";
import { Outcome } from "./outcome/Outcome.js";
import { Overview } from "./overview/Overview.js";
import { Tasks } from "./overview/Tasks.js";
import { PageList } from "./pages/PageList.js";
import { Questions } from "./questions/Questions.js";
import { Throughput } from "./throughput/Throughput.js";
import "./job-page.css";

const feedSize = 300;
/** Faster than that nobody reads. */
const feedEveryMs = 250;

/** One job, live. */
export default function JobPage({ id }: { id: string }) {
  const watched = useJob(id, { feedSize });
  const { job, error } = watched;
  const feed = useThrottled(watched.feed, feedEveryMs);
  if (error?.code === "not_found" || error?.code === "deleted") return <NoSuchJob isDeleted={error.code === "deleted"} />;
  if (!job)
    return (
      <>
        <PageTitle title="Job" />
        {error ? <ErrorBox error={error} retry={() => location.reload()} /> : <Skeleton lines={6} />}
      </>
    );
  const models = <Models models={job.models} results={watched.modelResults} />;
  // What is compared needs the room to stand side by side.
  const isCompared = new Set([...job.models, ...watched.modelResults].map(({ model }) => model)).size > 1;
  return (
    <div className="stack">
      <JobHeader job={job} watchers={watched.presence} />
      {error && <ErrorBox error={error} />}
      <Questions jobId={id} all={watched.clarifications} />
      <Overview job={job} feed={feed} />
      <Outcome job={job} />
      <div className="job-page-columns">
        <div className="stack">
          {isCompared && models}
          {job.status !== "queued" && <Throughput job={job} feed={feed} />}
          <Feed feed={feed} isEnded={watched.isEnded} ratePerSecond={watched.activity.ratePerSecond} />
          {job.type !== "custom" && <PageList jobId={id} isEnded={watched.isEnded} />}
        </div>
        <div className="stack">
          {!watched.isEnded && <Tasks tasks={watched.activity.tasks} />}
          {!isCompared && models}
          <Comments jobId={id} ownerId={job.userId} isEnded={watched.isEnded} told={watched.comments} />
          <Options id={id} options={job.options} />
        </div>
      </div>
    </div>
  );
}

function NoSuchJob({ isDeleted }: { isDeleted: boolean }) {
  return (
    <>
      <PageTitle title={isDeleted ? "This job was deleted" : "There is no such job"} />
      <EmptyState title={isDeleted ? "It was deleted while it was shown." : "It may have been deleted, or be another user's."}>
        <Link href="/">All jobs</Link>
      </EmptyState>
    </>
  );
}
