import type { Job, JobStage } from "@trawl/client";

export const stages: readonly JobStage[] = ["validating", "discovering", "crawling", "embedding", "finalizing", "complete"];

export type Standing = "done" | "now" | "stopped" | "ahead";

/** How far each stage is. Where a job stood when it failed or was cancelled, it stopped. */
export function stagesOf({ status, stage }: Job): readonly (readonly [JobStage, Standing])[] {
  const here = stages.indexOf(stage);
  const atWork = status === "running" || status === "waiting" || status === "paused" || status === "cancelling";
  return stages.map((each, place) => {
    if (status === "completed" || (place < here && status !== "queued")) return [each, "done"];
    if (place > here || status === "queued") return [each, "ahead"];
    return [each, atWork ? "now" : "stopped"];
  });
}
