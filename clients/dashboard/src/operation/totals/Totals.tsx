import type { Stats } from "@trawl/client";
import { Card, ErrorBox, formatCount, formatRate, LineChart, Skeleton, statusName } from "../../ui/index.js";
import { useStats } from "../queries.js";
import { useHistory } from "./useHistory.js";

const statuses = ["queued", "running", "waiting", "paused", "cancelling", "completed", "failed", "cancelled", "expired"] as const;

/** What there is, and how fast it grows. */
export function Totals() {
  const { data: stats, error, isPending, dataUpdatedAt, refetch } = useStats();
  const history = useHistory(stats?.pagesPerSecond, dataUpdatedAt);
  if (isPending) return <Skeleton lines={3} />;
  return (
    <>
      <ErrorBox error={error} retry={() => refetch()} />
      {stats && (
        <div className="operation-columns">
          <Card title="Totals">
            <TotalCounts stats={stats} />
          </Card>
          <Card title="Now">
            <LineChart label="Pages per second" unit="pages/s" lines={[{ name: "Pages per second", points: history }]} />
          </Card>
        </div>
      )}
    </>
  );
}

function TotalCounts({ stats }: { stats: Stats }) {
  const counts: [string, string][] = [
    ["Sources", formatCount(stats.sources)],
    ["Pages stored", formatCount(stats.documents)],
    ["Passages", formatCount(stats.chunks)],
    ["Pages/s now", formatRate(stats.pagesPerSecond)],
  ];
  // What there is none of is not worth a line, but for what is asked for most.
  const jobs = statuses.filter((status) => stats.jobs[status] > 0 || ["queued", "running", "completed"].includes(status));
  return (
    <dl className="operation-counts">
      {[...counts, ...jobs.map((status) => [`Jobs: ${statusName(status).toLowerCase()}`, formatCount(stats.jobs[status])])].map(
        ([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
