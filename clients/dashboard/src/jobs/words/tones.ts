import type { JobStatus } from "@trawl/client";
import type { Tone } from "../../ui/index.js";

/** The colour of a job's progress bar. */
export function progressTone(status: JobStatus): Tone {
  if (status === "completed") return "good";
  if (status === "failed" || status === "expired") return "bad";
  if (status === "waiting" || status === "paused") return "warn";
  return status === "running" ? "accent" : "neutral";
}
