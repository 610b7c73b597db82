import { useJobs } from "@trawl/client/react";
import { useSearchParams } from "wouter";
import { Button, Card, EmptyState, ErrorBox, Skeleton } from "../../ui/index.js";
import { queryOf } from "./filters.js";
import { JobRow } from "./JobRow.js";
import { JobsFilter } from "./JobsFilter.js";
import "./jobs-list.css";

/** The caller's jobs, newest first, live. */
export function JobsList() {
  const [search, setSearch] = useSearchParams();
  const { jobs, isLoading, error, hasMore, loadMore, refresh } = useJobs(queryOf(search));
  const filter = (name: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <Card title="Jobs" actions={<JobsFilter search={search} onChange={filter} />}>
      {error && <ErrorBox error={error} retry={() => void refresh()} />}
      {isLoading && !error && <Skeleton lines={4} />}
      {!isLoading && jobs.length === 0 && !error && (
        <EmptyState title={search.size > 0 ? "No job is like that." : "There are no jobs yet."}>
          <p>{search.size > 0 ? "Choose another status, kind or tag." : "Give an address above, and the first one begins."}</p>
        </EmptyState>
      )}
      {jobs.length > 0 && (
        <ul className="jobs-list" aria-label="Jobs">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      {hasMore && (
        <div>
          <Button onClick={() => void loadMore()}>More jobs</Button>
        </div>
      )}
    </Card>
  );
}
