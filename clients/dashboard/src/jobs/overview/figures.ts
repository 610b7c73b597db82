import type { Job } from "@trawl/client";
import { formatCount, formatDuration, formatRate } from "../../ui/index.js";
import { countWords, itemsOf, workedOn } from "../words/counts.js";
import { etaWords } from "../words/waits.js";

export type Figure = readonly [name: string, value: string];

/** The numbers of a job that say something of it. `now` in ms since the epoch. */
export function figuresOf(job: Job, now: number): readonly Figure[] {
  const { counts, type, startedAt, finishedAt, ratePerSecond } = job;
  const figures: Figure[] = [[type === "custom" ? "Items" : "Pages", countWords(job).replace(` ${itemsOf(job)}`, "")]];
  const add = (name: string, value: string | null, isShown = true) => value !== null && isShown && figures.push([name, value]);
  add("Rate", ratePerSecond === null ? null : `${formatRate(ratePerSecond)} ${itemsOf(job)}/s`, finishedAt === null);
  add("Left", etaWords(job.etaSeconds)?.replace(" left", "") ?? null, finishedAt === null);
  add("In work", formatCount(counts.processing), counts.processing > 0);
  const stores = type !== "custom" && job.status !== "queued";
  add("Documents", formatCount(counts.documents), stores);
  add("Chunks", formatCount(counts.chunks), stores);
  add("Embedded", formatCount(counts.embedded), stores);
  add("Unchanged", formatCount(counts.unchanged), type === "refresh" || counts.unchanged > 0);
  // A custom job leaves nothing out: what is skipped in it is what its end came before.
  add(type === "custom" ? "Not done" : "Skipped", formatCount(counts.skipped), counts.skipped > 0);
  add("Failed", formatCount(counts.failed), counts.failed > 0 || workedOn(counts) > 0);
  add(finishedAt ? "Took" : "Elapsed", startedAt && formatDuration(secondsOf(startedAt, finishedAt, now)));
  return figures;
}

// The server's clock and this one may differ by a little.
function secondsOf(from: string, to: string | null, now: number): number {
  return Math.max(0, ((to ? Date.parse(to) : now) - Date.parse(from)) / 1000);
}
