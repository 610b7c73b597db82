import { randomKey } from "../api/randomKey.js";
import { Rest } from "../api/rest.js";
import type { TrawlClient } from "../client.js";
import type { CustomRequest } from "../models.js";
import type { WorkEvents, WorkReporter } from "./reporter.js";
import { type QueueOptions, ReportQueue } from "./reportQueue.js";

export interface JobReporterOptions extends QueueOptions {
  /** Where Trawl is. In a page that Trawl serves: nothing. */
  url?: string;
  jobId: string;
  /** As the answer to the submitted job holds it: with it one may report on this job, and nothing else. */
  reportToken: string;
  /** Whether the job was submitted with a total; else it follows from its tasks. */
  hasTotal?: boolean;
  /** In place of the global one. */
  fetch?: typeof fetch | undefined;
}

type Counts = { completed: number; failed: number; total: number };

/**
 * A custom job whose work is done here: hand it to `processParallel` and its like as `reporter`, and whoever watches the job sees how it goes.
 * Reports are sent in the background, in order; the work never waits for them. Of too much activity the oldest is dropped; the counts
 * and the end are not.
 */
export class JobReporter implements WorkReporter {
  readonly jobId: string;
  readonly #queue: ReportQueue;
  readonly #hasTotal: boolean;
  readonly #running = new Map<string, Counts>();
  #done: Counts = { completed: 0, failed: 0, total: 0 };

  constructor(options: JobReporterOptions) {
    this.jobId = options.jobId;
    this.#hasTotal = options.hasTotal ?? false;
    const rest = new Rest((options.url ?? "").replace(/\/$/, ""), { token: options.reportToken }, options.fetch);
    this.#queue = new ReportQueue(rest, options.jobId, options);
  }

  /** Aborted when the server takes no more reports: the job was cancelled, deleted, or has ended. Nobody wants the rest of the work. */
  get ended(): AbortSignal {
    return this.#queue.over;
  }

  /** Reports that were given up, because there were too many or because the server would not have them. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  report<T extends keyof WorkEvents>(type: T, data: WorkEvents[T]): void {
    const { failed, ...sent } = data as WorkEvents["processing_progress"];
    this.#tally(type, data);
    this.event(type, type === "processing_progress" ? sent : data);
  }

  /** An event of the program's own: `sync:progress`, `preview:status` or `generation:progress`, an object of at most 16 KiB. */
  event(type: string, data: object): void {
    this.#queue.add({ type, data: clipped(data) });
  }

  /** Resolves when all that was reported is sent, or nobody takes it any more. */
  flush(): Promise<void> {
    return this.#queue.flush();
  }

  /**
   * The work is done; tried until the server has answered. `result` is whatever it came to, at most 64 KiB as JSON.
   * @returns false when the job had ended before. @throws `TrawlError` when the server refuses.
   */
  complete(result: unknown = null): Promise<boolean> {
    return this.#queue.end("complete", { result });
  }

  /** The work is given up: a code for programs, a message for people. As sure as `complete`. */
  fail(error: { code: string; message: string }): Promise<boolean> {
    return this.#queue.end("fail", { error });
  }

  /** Stops reporting and leaves the job as it is. */
  close(): void {
    this.#queue.close();
  }

  /** The job's counts are the sum of its tasks', those under way and those that have ended. */
  #tally<T extends keyof WorkEvents>(type: T, data: WorkEvents[T]): void {
    if (type === "processing_progress") {
      const { taskName, worker, completed, failed, total } = data as WorkEvents["processing_progress"];
      this.#running.set(`${taskName} ${worker}`, { completed: completed - failed, failed, total });
    } else if (type === "task_completed") {
      const { taskName, worker, completed, failed } = data as WorkEvents["task_completed"];
      const key = `${taskName} ${worker}`;
      const last = { completed, failed: failed ?? 0, total: this.#running.get(key)?.total ?? 0 };
      this.#running.delete(key);
      this.#done = sum(this.#done, { ...last, total: Math.max(last.total, last.completed + last.failed) });
    } else return;
    const { total, ...counts } = [...this.#running.values()].reduce(sum, this.#done);
    this.#queue.count(this.#hasTotal ? counts : { ...counts, total });
  }
}

/** Reports on a job that somebody has submitted. */
export function createJobReporter(options: JobReporterOptions): JobReporter {
  return new JobReporter(options);
}

/** Submits a custom job, and reports on it. @throws `TrawlError` when the server refuses. */
export async function startCustomJob(
  client: Pick<TrawlClient, "rest" | "options">,
  job: Omit<CustomRequest, "type"> = {},
  options: QueueOptions = {},
): Promise<JobReporter> {
  const accepted = await client.rest.post("/api/jobs", {
    body: { ...job, type: "custom" },
    headers: { "Idempotency-Key": randomKey() },
  });
  if (!("reportToken" in accepted)) throw new TypeError("The answer holds no reportToken.");
  const { url, fetch } = { url: client.rest.url, fetch: client.options.fetch };
  const hasTotal = typeof job.total === "number";
  return new JobReporter({ ...options, url, fetch, jobId: accepted.id, reportToken: accepted.reportToken, hasTotal });
}

function sum(a: Counts, b: Counts): Counts {
  return { completed: a.completed + b.completed, failed: a.failed + b.failed, total: a.total + b.total };
}

const most: Record<string, number> = { item: 2048, taskName: 200, workerName: 200, worker: 200 };

// As the server takes it: neither empty nor longer, and text to the last character.
function clipped(data: object): object {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const length = most[name];
      if (typeof value !== "string" || length === undefined) return [name, value];
      return [
        name,
        value
          .slice(0, length)
          .replace(/\p{Surrogate}|\0/gu, "\uFFFD")
          .trim() || "-",
      ];
    }),
  );
}
