import { formatDuration } from "../../ui/index.js";

/** `12 ms`, `2 s`; of what was over before the clock moved `< 1 ms`. */
export const tookWords = (durationMs: number): string => (durationMs < 1 ? "< 1 ms" : formatDuration(durationMs / 1000));
