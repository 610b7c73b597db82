import type { Rest } from "../../api/rest.js";
import { type EventOf, isTerminal, type TrawlEvent } from "../../events.js";
import type { Comment, Job } from "../../models.js";
import type { ChannelObserver, Realtime, Subscribed, Subscription } from "../../realtime/types.js";
import { upsert } from "../lists.js";
import { Store } from "../store.js";
import { withoutSource } from "./applyToJob.js";
import { applyToState, withJob } from "./applyToState.js";
import { type JobState, unknownJob } from "./jobState.js";

/** How long the channel of an ended job is listened to: who looks at the end of one line often asks for one more. */
const ENDED_GRACE = 2000;
const FEED_SIZE = 200;

/** One job, kept up to date by its channel until it has ended. */
export class JobStore extends Store<JobState> {
  #subscription: Subscription | null = null;
  #freeing: ReturnType<typeof setTimeout> | undefined;
  #started = false;
  /** The version of the last whole job. */
  #known = -1;
  /** The last log event that was heard. */
  #heard = 0;
  #feedSize = FEED_SIZE;

  constructor(
    readonly jobId: string,
    private readonly realtime: Realtime,
    private readonly rest: Rest,
  ) {
    super(unknownJob(jobId));
  }

  start(): void {
    this.#started = true;
    this.#listen();
  }

  stop(): void {
    this.#started = false;
    this.#free();
  }

  restart(): void {
    this.#free();
    this.#known = -1;
    this.#heard = 0;
    this.set(unknownJob(this.jobId));
    this.#listen();
  }

  /** Keeps at least so many of the feed from now on. */
  keepFeed(size: number): void {
    this.#feedSize = Math.max(this.#feedSize, size);
  }

  /** Takes over a job that a request was answered with, when it is newer than what is known. */
  take(job: Job): void {
    const before = this.getState().job;
    if (before && before.version >= job.version) return;
    this.#known = job.version;
    this.#show(withJob(this.getState(), job));
    this.#listen();
  }

  /** An ended job has begun again: listens to it from where it stopped. */
  revive(): void {
    if (this.getState().isEnded) this.#listen();
  }

  /** Its owner's channel has told of a deletion: of this job, or of its source. */
  deleted({ jobId, data }: EventOf<"deleted">): void {
    if (jobId === this.jobId) this.#gone("deleted", "The job was deleted.");
    const before = this.getState().job;
    const job = before && withoutSource(before, data.sourceId);
    if (job !== before) this.patch({ job });
  }

  takeComment(comment: Comment): void {
    this.patch({ comments: upsert(this.getState().comments, comment, ({ id }) => id === comment.id) });
  }

  #listen(): void {
    if (!this.#started || this.#subscription) return;
    this.#subscription = this.realtime.subscribe(`job:${this.jobId}`, this.#observer(), { after: this.#heard });
  }

  #observer(): ChannelObserver {
    return {
      subscribed: (answer) => this.#subscribed(answer),
      events: (events) => this.#events(events),
      unsubscribed: (reason) => this.#gone(reason === "ended" ? null : reason, "The job is not there any more."),
      error: (code, message) => this.#gone(code, message),
    };
  }

  #subscribed({ snapshot, recovered, seq }: Subscribed): void {
    const state = this.getState();
    if (!recovered) this.#heard = seq;
    const base = recovered ? state : { ...state, feed: [] };
    // Another replica may be a little behind; what was shown once is not taken back.
    if (snapshot && snapshot.version >= (state.job?.version ?? 0)) {
      this.#known = snapshot.version;
      this.#show(withJob(base, snapshot));
    } else if (base !== state) this.set(base);
    if (snapshot && (!recovered || isTerminal(snapshot.status))) void this.#loadComments();
  }

  #events(events: readonly TrawlEvent[]): void {
    for (const { seq } of events) if (seq !== null) this.#heard = Math.max(this.#heard, seq);
    this.#show(applyToState(this.getState(), events, this.#known, this.#feedSize));
  }

  #show(state: JobState): void {
    this.set(state);
    const isOver = state.isEnded && this.#heard >= (state.job?.seq ?? 0);
    if (!isOver) {
      clearTimeout(this.#freeing);
      this.#freeing = undefined;
    } else if (this.#subscription) this.#freeing ??= setTimeout(() => this.#free(), ENDED_GRACE);
  }

  #gone(code: string | null, message: string): void {
    this.#free();
    this.patch({ isLoading: false, error: code === null ? null : { code, message } });
  }

  #free(): void {
    clearTimeout(this.#freeing);
    this.#freeing = undefined;
    this.#subscription?.unsubscribe();
    this.#subscription = null;
  }

  // What is said of an ended job is not told on its channel any more.
  async #loadComments(): Promise<void> {
    const path = { id: this.jobId };
    const list = await this.rest.get("/api/jobs/{id}/comments", { path, query: { limit: 200 } }).catch(() => null);
    if (!list || !this.#started) return;
    const others = this.getState().comments.filter((one) => !list.items.some(({ id }) => id === one.id));
    if (list.items.length > 0) this.patch({ comments: [...list.items, ...others] });
  }
}
