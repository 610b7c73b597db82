import { isTerminal, type Job } from "@trawl/client";

export type JobAction = "cancel" | "pause" | "resume" | "retry" | "refresh" | "priority" | "remove";

/** What may be done to a job as it is. The server has the last word: between a look and a press it may have gone on. */
export function allowedOf(job: Job): ReadonlySet<JobAction> {
  const allowed = new Set<JobAction>();
  if (isTerminal(job.status)) {
    allowed.add("remove");
    if (job.type !== "custom" && job.sourceId !== null) {
      allowed.add("refresh");
      if (hasLeftOvers(job)) allowed.add("retry");
    }
    return allowed;
  }
  if (job.status !== "cancelling") allowed.add("cancel");
  if (job.status === "running") allowed.add("pause");
  if (job.status === "paused") allowed.add("resume");
  if (job.status === "queued" || job.status === "running") allowed.add("priority");
  return allowed;
}

/** Whether a retry has anything to do: what failed, or what the end came before. */
function hasLeftOvers({ status, counts, models }: Job): boolean {
  return status !== "completed" || counts.failed > 0 || models.some((model) => model.status === "failed");
}
