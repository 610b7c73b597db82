import { useMutation } from "@tanstack/react-query";
import type { Job, JobPriority } from "@trawl/client";
import { useJobActions, useTrawl } from "@trawl/client/react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Button, ConfirmDialog } from "../../ui/index.js";
import { allowedOf, type JobAction } from "./allowed.js";
import { PrioritySelect } from "./PrioritySelect.js";
import "./job-actions.css";

/** What is asked about before it is done. */
const warnings: Partial<Record<JobAction, readonly [title: string, action: string, follows: string]>> = {
  cancel: ["Cancel this job?", "Cancel job", "Its workers finish what they have in hand. What is stored is kept."],
  remove: [
    "Delete this job?",
    "Delete job",
    "The job, its page list and its comments are forgotten. Its documents stay with the source.",
  ],
};

/** The buttons of a job: those that may be pressed now. */
export function JobActions({ job }: { job: Job }) {
  const actions = useJobActions(job.id);
  const refresh = useRefresh(job);
  const [, go] = useLocation();
  const [asked, ask] = useState<JobAction | null>(null);
  const allowed = allowedOf(job);
  const button = (action: JobAction, name: string, press: () => unknown) =>
    allowed.has(action) && (
      <Button small busy={actions.busy !== null || refresh.isPending} onClick={() => void press()}>
        {name}
      </Button>
    );
  const confirm = async () => {
    if (asked === "remove") await actions.remove().then(() => go("/", { replace: true }));
    else await actions.cancel();
    ask(null);
  };
  const [title, action, follows] = (asked && warnings[asked]) ?? ["", "", ""];
  const error = actions.error ?? refresh.error;
  return (
    <>
      {allowed.has("priority") && (
        <PrioritySelect value={job.priority} onChange={(priority: JobPriority) => void actions.setPriority(priority)} />
      )}
      {button("pause", "Pause", actions.pause)}
      {button("resume", "Resume", actions.resume)}
      {button("retry", "Retry what failed", actions.retry)}
      {button("refresh", "Crawl again", () => refresh.mutate())}
      {button("cancel", "Cancel job", () => ask("cancel"))}
      {button("remove", "Delete job", () => ask("remove"))}
      {error && !asked && (
        <p className="job-actions-error" role="alert">
          {error.message}
        </p>
      )}
      <ConfirmDialog
        open={asked !== null}
        title={title}
        action={action}
        busy={actions.busy !== null}
        error={actions.error}
        onConfirm={() => void confirm().catch(() => undefined)}
        onClose={() => ask(null)}
      >
        <p>{follows}</p>
      </ConfirmDialog>
    </>
  );
}

/** The source crawled once more, asking only for what changed: a job of its own. */
function useRefresh(job: Job) {
  const { rest } = useTrawl();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: () => rest.post("/api/sources/{id}/refresh", { path: { id: job.sourceId ?? "" } }),
    onSuccess: (fresh) => go(`/jobs/${fresh.id}`),
  });
}
