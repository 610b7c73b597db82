import { isTerminal, type Job } from "@trawl/client";
import { formatOf, formatRate } from "../../ui/index.js";
import { countWords, itemsOf } from "../words/counts.js";
import { stageName } from "../words/names.js";
import { slowedShortly } from "../words/slowed.js";
import { etaWords, queueWords } from "../words/waits.js";

/** How a job stands, in the few words that matter at its status. */
export function standingOf(job: Job): string[] {
  if (job.queue) return [queueWords(job.queue)];
  if (isTerminal(job.status)) return endOf(job);
  const said: (string | null)[] = [
    job.type === "custom" ? null : stageName[job.stage],
    countWords(job),
    job.ratePerSecond === null ? null : `${formatRate(job.ratePerSecond)} ${itemsOf(job)}/s`,
    etaWords(job.etaSeconds),
    ...job.slowedBy.slice(0, 1).map(slowedShortly),
  ];
  return said.filter((words) => words !== null);
}

function endOf({ type, counts, error }: Job): string[] {
  if (error) return [error.message];
  const said = [type === "custom" ? formatOf(counts.completed, "item") : formatOf(counts.documents, "document")];
  if (counts.unchanged > 0) said.push(`${formatOf(counts.unchanged, "page")} unchanged`);
  if (counts.failed > 0) said.push(`${formatOf(counts.failed, type === "custom" ? "item" : "page")} failed`);
  return said;
}
