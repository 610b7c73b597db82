import type { Job } from "@trawl/client";
import { formatCount, formatDuration, formatWait, roughly } from "../../ui/index.js";

/** `1st`, `2nd`, `3rd`, `11th` … */
export function ordinal(place: number): string {
  const rest = place % 100;
  const last = rest > 10 && rest < 14 ? 0 : place % 10;
  return `${formatCount(place)}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}

/** `3rd of 10, about 40 s, 9 in 10 within 1 min 35 s`: the place of a queued job, and how long it takes as far as anyone knows. */
export function queueWords(queue: NonNullable<Job["queue"]>): string {
  const { position, total, estimatedWaitSeconds, estimatedWaitP90Seconds } = queue;
  return `${ordinal(position)} of ${formatCount(total)}, ${formatWait(estimatedWaitSeconds, estimatedWaitP90Seconds)}`;
}

/** `about 2 min left`; null when it cannot be told. */
export function etaWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  return seconds < 1 ? "almost done" : `about ${formatDuration(roughly(seconds))} left`;
}
