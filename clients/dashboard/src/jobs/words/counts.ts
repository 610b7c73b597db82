import type { Job } from "@trawl/client";
import { formatCount } from "../../ui/index.js";

/** How many of a job's items are done, one way or another. */
export const doneOf = ({ completed, failed, skipped }: Job["counts"]): number => completed + failed + skipped;

/** What a job's items are called. */
export const itemsOf = (job: Job): string => (job.type === "custom" ? "items" : "pages");

/** `51 of about 120 pages`: "about" while more are being found; without a total when there is none. */
export function countWords(job: Job): string {
  const { total, totalIsEstimate } = job.counts;
  const done = formatCount(doneOf(job.counts));
  if (total === 0) return `${done} ${itemsOf(job)}`;
  return `${done} of ${totalIsEstimate ? "about " : ""}${formatCount(total)} ${itemsOf(job)}`;
}
