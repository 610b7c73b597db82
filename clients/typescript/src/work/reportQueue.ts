import { TrawlError } from "../api/errors.js";
import { randomKey } from "../api/randomKey.js";
import { Rest } from "../api/rest.js";
import { delay } from "./pace.js";

type Report = "events" | "progress" | "complete" | "fail";
/** Of the custom job's activity: a type and its data. */
export interface Activity {
  type: string;
  data: unknown;
}

export interface QueueOptions {
  /** How many activity reports may wait; then the oldest are dropped. Defaults to 1000. */
  capacity?: number;
  /** The least milliseconds between two sendings. Defaults to 250. */
  sendEveryMs?: number;
  /** After so many milliseconds without a report one is sent all the same: it is how a cancel is heard of. Defaults to 10,000. */
  askEveryMs?: number;
}

const mostInOne = 1000;
const longestWaitMs = 30_000;

/** Sends reports on one job: one request at a time, in order, a few times a second, each until the server has answered. */
export class ReportQueue {
  readonly #rest: Rest;
  readonly #over = new AbortController();
  readonly #capacity: number;
  readonly #sendEveryMs: number;
  readonly #askEveryMs: number;
  #activity: Activity[] = [];
  #counts: object | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();
  /** Whether the timer only asks whether the job is still wanted. */
  #asks = false;
  #ticking = false;
  #closed = false;
  dropped = 0;

  constructor(
    rest: Rest,
    private readonly jobId: string,
    options: QueueOptions,
  ) {
    this.#rest = rest;
    this.#capacity = options.capacity ?? 1000;
    this.#sendEveryMs = options.sendEveryMs ?? 250;
    this.#askEveryMs = options.askEveryMs ?? 10_000;
    this.#wake();
  }

  /** Aborted when the server takes no more. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  add(activity: Activity): void {
    this.#activity.push(activity);
    for (; this.#activity.length > this.#capacity; this.dropped++) this.#activity.shift();
    this.#wake();
  }

  /** Only the newest are sent. */
  count(counts: object): void {
    this.#counts = counts;
    this.#wake();
  }

  /** Resolves when all that waits is sent, or nobody takes it any more. */
  flush(): Promise<void> {
    this.#sending = this.#sending.then(() => this.#sendAll());
    return this.#sending;
  }

  /** What waits, and then the end, however long it takes. False when the job had ended before. */
  async end(report: "complete" | "fail", body: object): Promise<boolean> {
    this.#stop();
    await this.flush();
    if (this.over.aborted) return false;
    const answered = await this.#post(report, body, { "Idempotency-Key": randomKey() });
    this.#over.abort(new DOMException("The job has ended.", "AbortError"));
    if (answered instanceof TrawlError && answered.code !== "invalid_status") throw answered;
    return !(answered instanceof TrawlError);
  }

  /** Gives up whatever waits. */
  close(): void {
    this.#stop();
    this.#over.abort(new DOMException("Nothing is reported any more.", "AbortError"));
  }

  #stop(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  // A timer that has something to send keeps a program alive; one that only asks does not.
  #wake(): void {
    if (this.#closed || this.#ticking || this.over.aborted) return;
    const waits = this.#activity.length > 0 || this.#counts !== null;
    if (this.#timer !== undefined && !(waits && this.#asks)) return;
    clearTimeout(this.#timer);
    this.#asks = !waits;
    this.#timer = setTimeout(() => this.#tick(), waits ? this.#sendEveryMs : this.#askEveryMs);
    if (this.#asks) (this.#timer as { unref?(): void }).unref?.();
  }

  async #tick(): Promise<void> {
    this.#timer = undefined;
    this.#ticking = true;
    if (this.#asks) this.#counts ??= {};
    await this.flush();
    this.#ticking = false;
    this.#wake();
  }

  async #sendAll(): Promise<void> {
    while (!this.over.aborted && (this.#activity.length > 0 || this.#counts)) {
      const activity = this.#activity.splice(0, mostInOne);
      if (activity.length > 0) await this.#send("events", activity, activity.length);
      const counts = this.#counts;
      this.#counts = null;
      if (counts && !this.over.aborted) await this.#send("progress", counts, 1);
    }
  }

  async #send(report: Report, body: object, reports: number): Promise<void> {
    const answered = await this.#post(report, body);
    if (!(answered instanceof TrawlError)) return;
    this.dropped += reports;
    // What it cannot read costs these reports only. Over, gone or none of our business: the others would fare no better.
    if ([401, 403, 404, 409].includes(answered.status)) this.#over.abort(answered);
  }

  /** The first answer that is not to be tried again: a refusal is returned. */
  async #post(report: Report, body: object, headers: Record<string, string> = {}): Promise<unknown> {
    for (let wait = 250; ; wait = Math.min(wait * 2, longestWaitMs))
      try {
        const request = { path: { id: this.jobId }, body: body as never, headers };
        return await this.#rest.post(`/api/jobs/{id}/${report}` as "/api/jobs/{id}/events", request);
      } catch (error) {
        if (!(error instanceof TrawlError)) throw error;
        if ((![0, 408, 429].includes(error.status) && error.status < 500) || this.over.aborted) return error;
        const pause = error.retryAfterSeconds ? error.retryAfterSeconds * 1000 : wait * (0.5 + Math.random() / 2);
        await delay(pause, this.over).catch(() => {}); // then it is the last try
      }
  }
}
