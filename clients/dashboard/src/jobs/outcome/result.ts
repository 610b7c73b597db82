import { formatDuration, formatOf } from "../../ui/index.js";

interface CrawlResult {
  documents: number;
  chunks: number;
  failed: number;
  skipped: number;
  unchanged: number;
  durationMs: number;
}

/** `500 documents with 2,915 chunks in 11 s. 670 pages skipped, 3 failed.` Null when it is something else than a crawl's result. */
export function resultWords(result: unknown): string | null {
  const { documents, chunks, failed, skipped, unchanged, durationMs } = (result ?? {}) as Partial<CrawlResult>;
  if (documents === undefined || chunks === undefined) return null;
  const took = durationMs === undefined ? "" : ` in ${formatDuration(durationMs / 1000)}`;
  const others = [
    unchanged ? `${formatOf(unchanged, "page")} unchanged` : null,
    skipped ? `${formatOf(skipped, "page")} skipped` : null,
    failed ? `${formatOf(failed, "page")} failed` : null,
  ].filter((words) => words !== null);
  const rest = others.length > 0 ? ` ${others.join(", ")}.` : "";
  return `${formatOf(documents, "document")} with ${formatOf(chunks, "chunk")}${took}.${rest}`;
}
