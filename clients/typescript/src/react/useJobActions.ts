import { useMemo } from "react";
import type { JobActions } from "../state/job/jobActions.js";
import type { Refusal } from "../state/job/jobState.js";
import { useTrawl } from "./TrawlProvider.js";
import { refusal, useAction } from "./useAction.js";

export interface UseJobActionsResult extends Omit<JobActions, "answer"> {
  /** The action that the server has not answered yet. */
  busy: Exclude<keyof JobActions, "answer"> | null;
  /** Why the last one was refused; null from the next one on. */
  error: Refusal | null;
}

/** What the user may do with a job. The promises reject with the `TrawlError` that is also in `error`. */
export function useJobActions(jobId: string): UseJobActionsResult {
  const { live } = useTrawl();
  const { name, isBusy, error, run } = useAction(jobId);
  const actions = useMemo(() => {
    const all = live.actions(jobId);
    return {
      cancel: () => run("cancel", all.cancel),
      pause: () => run("pause", all.pause),
      resume: () => run("resume", all.resume),
      retry: () => run("retry", all.retry),
      remove: () => run("remove", all.remove),
      setPriority: (priority) => run("setPriority", () => all.setPriority(priority)),
      comment: (text) => run("comment", () => all.comment(text)),
    } satisfies Omit<JobActions, "answer">;
  }, [live, jobId, run]);
  return { ...actions, busy: isBusy ? (name as UseJobActionsResult["busy"]) : null, error: refusal(error) };
}
