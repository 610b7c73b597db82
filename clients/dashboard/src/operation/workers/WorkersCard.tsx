import type { Worker } from "@trawl/client";
import {
  Badge,
  Card,
  EmptyState,
  ErrorBox,
  formatCount,
  formatMoment,
  ProgressBar,
  Skeleton,
  Table,
  Time,
} from "../../ui/index.js";
import { useWorkers } from "../queries.js";

const columns = ["Worker", "Kind", "Busy", "Last seen", "Version"];

/** Who does the work, and how much of it they could do at once. */
export function WorkersCard() {
  const { data, error, isPending, refetch } = useWorkers();
  return (
    <Card title="Workers">
      <ErrorBox error={error} retry={() => refetch()} />
      {isPending && <Skeleton />}
      {data?.items.length === 0 && (
        <EmptyState title="No worker is there">Jobs wait until a crawler and an embedder come.</EmptyState>
      )}
      {data && data.items.length > 0 && (
        <>
          <Capacity workers={data.items} kind="crawler" name="Fetches at once" />
          <Capacity workers={data.items} kind="embedder" name="Batches embedded at once" />
          <Table label="Workers" columns={columns} stacked>
            {data.items.map((worker) => (
              <WorkerRow key={worker.id} worker={worker} />
            ))}
          </Table>
        </>
      )}
    </Card>
  );
}

function Capacity({ workers, kind, name }: { workers: readonly Worker[]; kind: Worker["kind"]; name: string }) {
  const these = workers.filter((worker) => worker.kind === kind);
  const slots = these.reduce((sum, worker) => sum + worker.slots, 0);
  const busy = these.reduce((sum, worker) => sum + worker.busy, 0);
  return (
    <div className="operation-capacity">
      <span>{name}</span>
      <span className="soft">
        {formatCount(busy)} of {formatCount(slots)}
      </span>
      <ProgressBar label={name} value={slots > 0 ? Math.min(100, (busy / slots) * 100) : 0} />
    </div>
  );
}

function WorkerRow({ worker }: { worker: Worker }) {
  return (
    <tr>
      <td>
        <code>{worker.id}</code>
        {worker.models.length > 0 && <div className="soft small">{worker.models.map((model) => model.name).join(", ")}</div>}
      </td>
      <td data-label="Kind">
        <Badge tone={worker.kind === "crawler" ? "accent" : "good"}>{worker.kind}</Badge>
      </td>
      <td className="operation-whole" data-label="Busy">
        {worker.busy} of {worker.slots}
      </td>
      <td data-label="Last seen">
        <Time at={worker.lastSeen} />
      </td>
      <td data-label="Version" title={`Started ${formatMoment(worker.startedAt)}`}>
        {worker.version}
      </td>
    </tr>
  );
}
