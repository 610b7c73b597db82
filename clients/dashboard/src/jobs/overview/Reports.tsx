import type { TrawlEvent } from "@trawl/client";
import { Badge } from "../../ui/index.js";
import { pairsOf } from "../feed/rows.js";
import { reportsIn } from "./latestReports.js";

/** What a custom job's program tells in its own words, the newest of each kind. Nothing when it tells nothing. */
export function Reports({ feed }: { feed: readonly TrawlEvent[] }) {
  const reports = reportsIn(feed);
  if (reports.length === 0) return null;
  return (
    <ul className="reports" aria-label="Reports">
      {reports.map(({ type, data }) => (
        <li key={type}>
          <Badge tone="accent">{type}</Badge> {pairsOf(data)}
        </li>
      ))}
    </ul>
  );
}
