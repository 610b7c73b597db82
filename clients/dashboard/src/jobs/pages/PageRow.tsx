import type { Page } from "@trawl/client";
import { Badge, type Tone } from "../../ui/index.js";
import { placeOf, plain } from "../words/names.js";
import { tookWords } from "../words/took.js";

const ofStatus: Record<Page["status"], readonly [Tone, string]> = {
  pending: ["neutral", "Pending"],
  processing: ["accent", "In work"],
  completed: ["good", "Completed"],
  failed: ["bad", "Failed"],
  skipped: ["neutral", "Skipped"],
};

export function PageRow({ page: { url, status, httpStatus, error, depth, durationMs, unchanged } }: { page: Page }) {
  const [tone, name] = ofStatus[status];
  return (
    <tr className="page-list-row">
      <td>
        <a className="page-list-url" href={url} title={url} target="_blank" rel="noreferrer noopener">
          {placeOf(url)}
        </a>
      </td>
      <td>
        <Badge tone={tone}>{unchanged ? "Unchanged" : name}</Badge>
      </td>
      <td className="table-number" data-label="HTTP">
        {httpStatus}
      </td>
      <td className="page-list-why">{error && (error.message ?? plain(error.code))}</td>
      <td className="table-number" data-label="Depth">
        {depth}
      </td>
      <td className="table-number" data-label="Took">
        {durationMs !== null && tookWords(durationMs)}
      </td>
    </tr>
  );
}
