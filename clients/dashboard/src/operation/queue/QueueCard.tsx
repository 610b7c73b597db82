import type { Queue } from "@trawl/client";
import { Link } from "wouter";
import { Badge, Card, EmptyState, ErrorBox, formatOf, formatWait, Skeleton, Table, Time } from "../../ui/index.js";
import { useQueue } from "../queries.js";

const columns = ["Job", "# Place", "Priority", "User", "Waiting since", "Expected wait"];

/** Who waits for their turn, and for how long. */
export function QueueCard() {
  const { data: queue, error, isPending, refetch } = useQueue();
  return (
    <Card title="Queue" actions={queue && <Load queue={queue} />}>
      <ErrorBox error={error} retry={() => refetch()} />
      {isPending && <Skeleton />}
      {queue?.items.length === 0 && <EmptyState title="Nobody waits" />}
      {queue && queue.items.length > 0 && (
        <Table label="Queue" columns={columns} maxHeight="28rem" stacked>
          {queue.items.map((waiting) => (
            <tr key={waiting.jobId}>
              <td>
                <Link href={`/jobs/${waiting.jobId}`}>
                  <code>{waiting.jobId.slice(-8)}</code>
                </Link>
              </td>
              <td className="table-number" data-label="Place">
                {waiting.position}
              </td>
              <td data-label="Priority">
                <Badge tone={waiting.priority === "high" ? "warn" : "neutral"}>{waiting.priority}</Badge>
              </td>
              <td data-label="User">{waiting.userId}</td>
              <td data-label="Waiting since">
                <Time at={waiting.createdAt} />
              </td>
              <td data-label="Expected wait">{formatWait(waiting.estimatedWaitSeconds, waiting.estimatedWaitP90Seconds)}</td>
            </tr>
          ))}
        </Table>
      )}
      {queue && queue.queued > queue.items.length && (
        <p className="soft small">and {formatOf(queue.queued - queue.items.length, "more job")}, of others too</p>
      )}
    </Card>
  );
}

function Load({ queue }: { queue: Queue }) {
  return (
    <span className="soft small">
      {queue.queued} queued, {queue.running} running, at most {queue.capacity} at once
    </span>
  );
}
