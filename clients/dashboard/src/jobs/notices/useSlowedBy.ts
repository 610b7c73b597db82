import { useQuery } from "@tanstack/react-query";
import type { Job } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";

/** What slows a job now. Events do not tell it, so it is asked for while the job works. */
export function useSlowedBy(job: Job): Job["slowedBy"] {
  const { rest } = useTrawl();
  const isWorking = job.status === "running" || job.status === "queued";
  const fresh = useQuery({
    queryKey: ["job", job.id, "slowedBy"],
    queryFn: async ({ signal }) => (await rest.get("/api/jobs/{id}", { path: { id: job.id }, signal })).slowedBy,
    enabled: isWorking,
    refetchInterval: 5000,
  });
  return isWorking ? (fresh.data ?? job.slowedBy) : [];
}
