import { Caller, type Credentials } from "./api/credentials.js";
import { Jobs } from "./api/jobs.js";
import { Rest } from "./api/rest.js";
import type { operations } from "./generated/openapi.js";
import { openRealtime } from "./realtime/realtime.js";
import type { Realtime, RealtimeOptions } from "./realtime/types.js";
import type { JobState } from "./state/job/jobState.js";
import type { JobsQuery, JobsState } from "./state/jobs/jobsState.js";
import { Live } from "./state/live.js";
import type { Watch } from "./state/store.js";
import type { UserState } from "./state/user/userState.js";

type SearchQuery = NonNullable<operations["search"]["parameters"]["query"]>;

export interface TrawlClientOptions extends Credentials, RealtimeOptions {
  /** Where Trawl is, such as `http://localhost:3001`. In a page that Trawl serves: nothing. */
  url?: string;
  /** In place of the global one. */
  fetch?: typeof fetch;
}

/** Trawl from a program's side: its REST, and one live connection for all that is watched. */
export class TrawlClient {
  /** Every path of the Api, typed: `client.rest.get("/api/jobs/{id}", { path: { id } })`. */
  readonly rest: Rest;
  readonly realtime: Realtime;
  /** The stores behind `watchJob` and its like, shared by all who watch. */
  readonly live: Live;
  /** What is mostly done with jobs. */
  readonly jobs: Jobs;
  readonly #caller: Caller;

  constructor(readonly options: TrawlClientOptions = {}) {
    const url = (options.url ?? "").replace(/\/$/, "");
    this.#caller = new Caller(options);
    this.rest = new Rest(url, this.#caller, options.fetch);
    this.realtime = openRealtime(url, this.#caller, options);
    this.live = new Live(this.rest, this.realtime, this.#caller);
    this.jobs = new Jobs(this.rest, this.realtime, (jobId) => this.live.actions(jobId));
  }

  /** A job as it looks now, until `close()`. */
  watchJob(jobId: string): Watch<JobState> {
    return this.live.watchJob(jobId);
  }

  /** The caller's jobs as they look now, newest first, until `close()`. */
  watchJobs(query?: JobsQuery): Watch<JobsState> {
    return this.live.watchJobs(query);
  }

  /** The caller's notifications, and failures from now on, until `close()`. */
  watchUser(): Watch<UserState> {
    return this.live.watchUser();
  }

  /** The caller's documents that fit best. */
  search(q: string, options: Omit<SearchQuery, "q"> = {}) {
    return this.rest.get("/api/search", { query: { ...options, q } });
  }

  /** From now on it calls as somebody else, or as the same with something newer: the way out of `unauthorized`. */
  setCredentials(credentials: Credentials): void {
    this.#caller.change(credentials);
  }

  /** Ends the live connection, and frees all it holds. */
  close(): void {
    this.live.close();
    this.realtime.close();
    this.rest.close();
  }
}
