import { TrawlError } from "../../api/errors.js";
import type { Rest } from "../../api/rest.js";
import { isTerminal, type TrawlEvent } from "../../events.js";
import type { Job, ListPage } from "../../models.js";
import type { Realtime } from "../../realtime/types.js";
import { Store, type Watch } from "../store.js";
import type { UserState } from "../user/userState.js";
import type { UserStore } from "../user/userStore.js";
import { JobRows } from "./jobRows.js";
import { type JobsQuery, type JobsState, noJobs } from "./jobsState.js";

const DEFAULT_LIMIT = 50;
const MOST_AT_ONCE = 200;
const POLL_INTERVAL = 3000;

/** A list of jobs from REST, made live by the user's channel. */
export class JobsStore extends Store<JobsState> {
  #rows: JobRows;
  readonly #limit: number;
  #user: (Watch<UserState> & { store: UserStore }) | null = null;
  #off = () => {};
  #offStatus = () => {};
  #polling: ReturnType<typeof setInterval> | undefined;
  #next: string | null = null;
  #aborted = new AbortController();
  readonly #asked = new Map<string, number>();

  constructor(
    private readonly query: JobsQuery,
    private readonly rest: Rest,
    private readonly realtime: Realtime,
    private readonly watchUser: () => Watch<UserState> & { store: UserStore },
  ) {
    super(noJobs);
    this.#rows = new JobRows(query);
    this.#limit = query.limit ?? DEFAULT_LIMIT;
  }

  start(): void {
    this.#aborted = new AbortController();
    this.#user = this.watchUser();
    this.#offStatus = this.realtime.onStatus(() => this.#poll());
    // Whatever was missed while there was no connection, states above all, a list from now on has.
    this.#off = this.#user.store.observe({ subscribed: () => void this.refresh(), events: (events) => this.#events(events) });
    void this.refresh();
    this.#poll();
  }

  stop(): void {
    this.#off();
    this.#offStatus();
    clearInterval(this.#polling);
    this.#polling = undefined;
    this.#user?.close();
    this.#aborted.abort();
  }

  restart(): void {
    this.stop();
    this.#rows = new JobRows(this.query);
    this.#next = null;
    this.set(noJobs);
    this.start();
  }

  /** Loads anew what is shown. */
  refresh = async (): Promise<void> => {
    const before = this.#rows.ids();
    const limit = Math.min(MOST_AT_ONCE, Math.max(this.#limit, this.getState().jobs.length));
    const page = await this.#load(limit);
    if (!page) return;
    const last = page.next === null ? "" : (page.items.at(-1)?.id ?? "");
    for (const id of before) if (id >= last && !page.items.some((job) => job.id === id)) this.#rows.drop(id);
    const hasOlder = before.some((id) => id < last);
    this.#show(page.items, { isLoading: false, error: null });
    if (!hasOlder) this.#more(page.next);
  };

  /** Loads older ones. */
  loadMore = async (): Promise<void> => {
    if (this.#next === null) return;
    const page = await this.#load(this.#limit, this.#next);
    if (!page) return;
    this.#show(page.items, { error: null });
    this.#more(page.next);
  };

  take(job: Job): void {
    if (this.#rows.has(job.id)) this.#show([job]);
  }

  remove(jobId: string): void {
    this.#rows.delete(jobId);
    this.#show([]);
  }

  #events(events: readonly TrawlEvent[]): void {
    for (const event of events) if (!this.#rows.apply(event) && event.jobId) void this.#ask(event.jobId, event.version ?? 0);
    this.#show([]);
  }

  // While events are polled for, states do not come with them.
  #poll(): void {
    clearInterval(this.#polling);
    const isPolling = this.realtime.status.transport === "polling";
    this.#polling = isPolling ? setInterval(() => this.#refreshActive(), POLL_INTERVAL) : undefined;
  }

  #refreshActive(): void {
    if (this.getState().jobs.some(({ status }) => !isTerminal(status))) void this.refresh();
  }

  // One that is new. What is older than all that is loaded has its place when that is loaded.
  async #ask(id: string, version: number): Promise<void> {
    if (this.#next !== null && id < (this.getState().jobs.at(-1)?.id ?? "")) return;
    const isAsked = this.#asked.has(id);
    this.#asked.set(id, Math.max(version, this.#asked.get(id) ?? 0));
    if (isAsked) return;
    const { signal } = this.#aborted;
    const job = await this.rest.get("/api/jobs/{id}", { path: { id }, signal }).catch(() => null);
    const wanted = this.#asked.get(id) ?? 0;
    this.#asked.delete(id);
    if (!job || signal.aborted) return;
    this.#show([job]);
    // Something was told of it meanwhile that this answer did not know yet. Asked for each such thing once: no answer is worth a storm.
    if (job.version < wanted && wanted > version) void this.#ask(id, wanted);
  }

  async #load(limit: number, after?: string): Promise<ListPage<Job> | null> {
    const { status, type, sourceId, tag } = this.query;
    const query = { status: listOf(status), type: listOf(type), sourceId, tag, limit, after };
    const signal = this.#aborted.signal;
    try {
      const page = await this.rest.get("/api/jobs", { query: defined(query), signal });
      return signal.aborted ? null : page;
    } catch (error) {
      if (signal.aborted) return null;
      const code = error instanceof TrawlError ? error.code : "unexpected";
      this.patch({ isLoading: false, error: { code, message: error instanceof Error ? error.message : String(error) } });
      return null;
    }
  }

  #more(next: string | null): void {
    this.#next = next;
    const hasMore = next !== null;
    if (hasMore !== this.getState().hasMore) this.patch({ hasMore });
  }

  #show(jobs: readonly Job[], part: Partial<JobsState> = {}): void {
    for (const job of jobs) this.#rows.take(job);
    const before = this.getState();
    const state = { ...before, ...part, jobs: this.#rows.list(before.jobs) };
    if (state.jobs !== before.jobs || state.isLoading !== before.isLoading || state.error !== before.error) this.set(state);
  }
}

function listOf<T>(one: T | readonly T[] | undefined): T[] | undefined {
  if (one === undefined) return undefined;
  return Array.isArray(one) ? [...one] : [one as T];
}

function defined<T extends object>(query: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}
