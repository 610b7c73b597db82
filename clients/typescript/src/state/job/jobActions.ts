import type { Rest } from "../../api/rest.js";
import type { Clarification, Comment, Job, JobPriority } from "../../models.js";

/** What a user may do with a job. Each rejects with a `TrawlError` when the server refuses: 409 where the status forbids it. */
export interface JobActions {
  cancel(): Promise<Job>;
  pause(): Promise<Job>;
  resume(): Promise<Job>;
  /** Does again what failed. */
  retry(): Promise<Job>;
  setPriority(priority: JobPriority): Promise<Job>;
  /** Forgets an ended job. */
  remove(): Promise<void>;
  /** Says something in the job's thread. */
  comment(text: string): Promise<Comment>;
  /** Answers a question of the job's. 409: somebody was faster; 410: its time is over. */
  answer(clarificationId: string, answer: string): Promise<Clarification>;
}

/** Who is to know at once what the answers say. */
export interface JobActionsListener {
  changed(job: Job): void;
  removed(jobId: string): void;
  commented(comment: Comment): void;
}

export function jobActions(rest: Rest, jobId: string, listener: JobActionsListener): JobActions {
  const path = { id: jobId };
  const told = async (answer: Promise<Job>) => {
    const job = await answer;
    listener.changed(job);
    return job;
  };
  return {
    cancel: () => told(rest.post("/api/jobs/{id}/cancel", { path })),
    pause: () => told(rest.post("/api/jobs/{id}/pause", { path })),
    resume: () => told(rest.post("/api/jobs/{id}/resume", { path })),
    retry: () => told(rest.post("/api/jobs/{id}/retry", { path })),
    setPriority: (priority) => told(rest.patch("/api/jobs/{id}", { path, body: { priority } })),
    remove: async () => {
      await rest.delete("/api/jobs/{id}", { path });
      listener.removed(jobId);
    },
    comment: async (text) => {
      const comment = await rest.post("/api/jobs/{id}/comments", { path, body: { text } });
      listener.commented(comment);
      return comment;
    },
    answer: (clarificationId, answer) =>
      rest.post("/api/jobs/{id}/clarifications/{clarificationId}/answer", {
        path: { ...path, clarificationId },
        body: { answer },
      }),
  };
}
