import { isTerminal } from "../events.js";
import type { operations } from "../generated/openapi.js";
import type { CrawlRequest, CustomRequest, Job, JobPriority } from "../models.js";
import type { Realtime, Subscription } from "../realtime/types.js";
import type { JobActions } from "../state/job/jobActions.js";
import { TrawlError } from "./errors.js";
import type { Rest, RestRequest } from "./rest.js";

type ListQuery = NonNullable<RestRequest<operations["listJobs"]>["query"]>;

/** What is mostly done with jobs. Whoever watches one sees at once what these answer. */
export class Jobs {
  readonly #rest: Rest;
  readonly #realtime: Realtime;
  readonly #actions: (jobId: string) => JobActions;

  constructor(rest: Rest, realtime: Realtime, actions: (jobId: string) => JobActions) {
    this.#rest = rest;
    this.#realtime = realtime;
    this.#actions = actions;
  }

  /** Submits a crawl; answers when it is accepted, not when it is done. Sent again after a lost answer, it is still one job. */
  submit(crawl: Partial<Omit<CrawlRequest, "type">>): Promise<Job> {
    return this.#rest.post("/api/jobs", { body: { ...crawl, type: "crawl" } as CrawlRequest });
  }

  /** Begins a job whose work is done by this program; `reportToken` lets it report on this job and nothing else. */
  submitCustom(custom: Partial<Omit<CustomRequest, "type">>): Promise<Job & { reportToken: string }> {
    const made = this.#rest.post("/api/jobs", { body: { ...custom, type: "custom" } as CustomRequest });
    return made as Promise<Job & { reportToken: string }>;
  }

  get(jobId: string): Promise<Job> {
    return this.#rest.get("/api/jobs/{id}", { path: { id: jobId } });
  }

  /** The caller's jobs, the newest first, a page of them. */
  list(query: ListQuery = {}) {
    return this.#rest.get("/api/jobs", { query });
  }

  cancel(jobId: string): Promise<Job> {
    return this.#actions(jobId).cancel();
  }

  pause(jobId: string): Promise<Job> {
    return this.#actions(jobId).pause();
  }

  resume(jobId: string): Promise<Job> {
    return this.#actions(jobId).resume();
  }

  /** Does again what failed. */
  retry(jobId: string): Promise<Job> {
    return this.#actions(jobId).retry();
  }

  setPriority(jobId: string, priority: JobPriority): Promise<Job> {
    return this.#actions(jobId).setPriority(priority);
  }

  /** Forgets an ended job. */
  remove(jobId: string): Promise<void> {
    return this.#actions(jobId).remove();
  }

  /**
   * The job as it is when it has ended, however it did: look at its `status`. Rejects with `not_found` when there is no such job
   * (any more), and with the signal's reason.
   */
  async finished(jobId: string, { signal }: { signal?: AbortSignal } = {}): Promise<Job> {
    let subscription: Subscription | undefined;
    let stop = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        stop = () => reject(signal?.reason);
        signal?.throwIfAborted();
        signal?.addEventListener("abort", stop);
        const gone = (code: string, message: string) => reject(new TrawlError(404, code, message));
        subscription = this.#realtime.subscribe(`job:${jobId}`, {
          subscribed: ({ snapshot }) => snapshot && isTerminal(snapshot.status) && resolve(),
          events: (events) => events.some(({ type }) => isTerminal(type)) && resolve(),
          unsubscribed: (reason) => (reason === "ended" ? resolve() : gone(reason, "The job is not there any more.")),
          error: gone,
        });
      });
    } finally {
      subscription?.unsubscribe();
      signal?.removeEventListener("abort", stop);
    }
    return this.get(jobId);
  }
}
