import type { Queue } from "@trawl/client";
import { useState } from "react";
import { Card, formatCount, formatDuration, Select, Skeleton, Table } from "../../ui/index.js";
import { useQueue } from "../queries.js";

type Waits = Queue["waits"]["lastHour"];
type Wait = Waits["normal"];

const columns = ["Priority", "# Jobs", "# Average", "# Median", "# 95%"];
const priorities = ["high", "normal", "low"] as const;
const spans = [
  ["lastHour", "Last hour"],
  ["lastDay", "Last day"],
] as const;

/** How long jobs have waited until they ran. */
export function WaitsCard() {
  const { data: queue } = useQueue();
  const [span, setSpan] = useState<(typeof spans)[number][0]>("lastHour");
  const waits = queue?.waits[span];
  return (
    <Card
      title="Waits"
      actions={
        <Select
          label="Of jobs that began in the"
          labelHidden
          options={spans}
          value={span}
          onChange={(event) => setSpan(event.target.value as typeof span)}
        />
      }
    >
      {waits ? (
        <>
          <WaitBars waits={waits} />
          <Table label="Waits" columns={columns}>
            {priorities.map((priority) => (
              <WaitRow key={priority} priority={priority} wait={waits[priority]} />
            ))}
          </Table>
        </>
      ) : (
        <Skeleton />
      )}
    </Card>
  );
}

/** Median and 95th percentile beside each other; the table says the same in numbers. */
function WaitBars({ waits }: { waits: Waits }) {
  const longest = Math.max(...priorities.map((priority) => waits[priority].p95Seconds ?? 0));
  if (longest === 0) return null;
  const width = (seconds: number | null) => ({ width: `${((seconds ?? 0) / longest) * 100}%` });
  return (
    <div className="operation-waits" aria-hidden="true">
      {priorities.map((priority) => (
        <div key={priority}>
          <span className="soft small">{priority}</span>
          <div className="operation-wait">
            <span className="operation-wait-p95" style={width(waits[priority].p95Seconds)} />
            <span className="operation-wait-p50" style={width(waits[priority].p50Seconds)} />
          </div>
        </div>
      ))}
    </div>
  );
}

function WaitRow({ priority, wait }: { priority: string; wait: Wait }) {
  return (
    <tr>
      <td>{priority}</td>
      <td className="table-number">{formatCount(wait.jobs)}</td>
      {[wait.averageSeconds, wait.p50Seconds, wait.p95Seconds].map((seconds, place) => (
        <td key={columns[place + 2]} className="table-number">
          {seconds === null ? "–" : formatDuration(seconds)}
        </td>
      ))}
    </tr>
  );
}
