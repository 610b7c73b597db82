import type { Job } from "@trawl/client";
import { Link } from "wouter";
import { Card, EmptyState, ErrorBox, formatCount, Skeleton, StatusBadge, Time } from "../../ui/index.js";
import { type Changes, changesOf, lastChanges } from "../changes.js";
import { useRuns } from "../queries.js";

/** What the last run changed, and the runs before it. */
export function Runs({ sourceId }: { sourceId: string }) {
  const { data: runs, error, isPending, refetch } = useRuns(sourceId);
  const changes = lastChanges(runs ?? []);
  return (
    <Card title="Last changes">
      <ErrorBox error={error} retry={() => refetch()} />
      {isPending && <Skeleton />}
      {changes && <ChangeCounts changes={changes} />}
      {runs?.length === 0 && <EmptyState title="No run is remembered" />}
      <ul className="sources-runs">
        {runs?.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
    </Card>
  );
}

function ChangeCounts({ changes }: { changes: Changes }) {
  return (
    <dl className="sources-changes">
      {(["added", "changed", "gone", "unchanged"] as const).map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatCount(changes[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Run({ run }: { run: Job }) {
  const changes = changesOf(run);
  return (
    <li>
      <Link href={`/jobs/${run.id}`}>{run.type === "refresh" ? "Refresh" : "Crawl"}</Link>
      <StatusBadge status={run.status} />
      <span className="soft small">
        <Time at={run.finishedAt ?? run.createdAt} />
        {changes && `: ${changes.added} added, ${changes.changed} changed, ${changes.gone} gone`}
      </span>
    </li>
  );
}
