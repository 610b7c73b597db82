import { formatDuration } from "./formats.js";

/** `about 40 s, 9 in 10 within 1 min 35 s`: how long a job waits, as far as anyone knows. In seconds. */
export function formatWait(usual: number | null, most: number | null): string {
  if (usual === null) return "wait not known yet";
  const wait = usual < 1 ? "any moment" : `about ${formatDuration(roughly(usual))}`;
  return most === null || most <= usual ? wait : `${wait}, 9 in 10 within ${formatDuration(roughly(most))}`;
}

/** An estimate to the second changes at each look and says no more. */
export function roughly(seconds: number): number {
  if (seconds < 20) return Math.ceil(seconds);
  const step = seconds < 120 ? 5 : seconds < 3600 ? 60 : 300;
  return Math.round(seconds / step) * step;
}
