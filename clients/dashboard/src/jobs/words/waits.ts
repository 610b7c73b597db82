import type { Job } from "@trawl/client";
import { formatCount, formatDuration } from "../../ui/index.js";

/** `1st`, `2nd`, `3rd`, `11th` … */
export function ordinal(place: number): string {
  const rest = place % 100;
  const last = rest > 10 && rest < 14 ? 0 : place % 10;
  return `${formatCount(place)}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}

/** `3rd of 10, about 40 s, 9 in 10 within 1 min 35 s`: the place of a queued job, and how long it takes as far as anyone knows. */
export function queueWords({
  position,
  total,
  estimatedWaitSeconds,
  estimatedWaitP90Seconds,
}: NonNullable<Job["queue"]>): string {
  const place = `${ordinal(position)} of ${formatCount(total)}`;
  if (estimatedWaitSeconds === null) return `${place}, wait not known yet`;
  const wait = estimatedWaitSeconds < 1 ? "any moment" : `about ${formatDuration(roughly(estimatedWaitSeconds))}`;
  const most = estimatedWaitP90Seconds;
  return most === null || most <= estimatedWaitSeconds
    ? `${place}, ${wait}`
    : `${place}, ${wait}, 9 in 10 within ${formatDuration(roughly(most))}`;
}

/** `about 2 min left`; null when it cannot be told. */
export function etaWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  return seconds < 1 ? "almost done" : `about ${formatDuration(roughly(seconds))} left`;
}

// An estimate to the second changes at each look and says no more.
function roughly(seconds: number): number {
  if (seconds < 20) return Math.ceil(seconds);
  const step = seconds < 120 ? 5 : seconds < 3600 ? 60 : 300;
  return Math.round(seconds / step) * step;
}
