import { isTerminal, type Job } from "@trawl/client";
import { formatCount } from "../../ui/index.js";

/** How many of a job's items were worked on. */
export const workedOn = ({ completed, failed }: Job["counts"]): number => completed + failed;

/** How many there is nothing more to do about. What an early end came before was skipped by it, and is not done. */
function doneOf({ status, counts }: Job): number {
  const isCutShort = isTerminal(status) && status !== "completed";
  return workedOn(counts) + (isCutShort ? 0 : counts.skipped);
}

/** What a job's items are called. */
export const itemsOf = (job: Job): string => (job.type === "custom" ? "items" : "pages");

/** `51 of about 120 pages`: "about" while more are being found; without a total when there is none. */
export function countWords(job: Job): string {
  const { total, totalIsEstimate } = job.counts;
  const done = formatCount(doneOf(job));
  if (total === 0) return `${done} ${itemsOf(job)}`;
  return `${done} of ${totalIsEstimate ? "about " : ""}${formatCount(total)} ${itemsOf(job)}`;
}
