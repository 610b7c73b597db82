import type { Caller } from "../api/credentials.js";
import type { Rest } from "../api/rest.js";
import type { Realtime } from "../realtime/types.js";
import { type JobActions, jobActions } from "./job/jobActions.js";
import type { JobState } from "./job/jobState.js";
import { JobStore } from "./job/jobStore.js";
import type { JobsQuery, JobsState } from "./jobs/jobsState.js";
import { JobsStore } from "./jobs/jobsStore.js";
import { Shared } from "./shared.js";
import type { UserState } from "./user/userState.js";
import { UserStore } from "./user/userStore.js";

export const ME = "me";

/** All that is watched through one client: who watches the same thing shares what is known of it. */
export class Live {
  readonly jobs: Shared<JobState, JobStore>;
  readonly lists: Shared<JobsState, JobsStore>;
  readonly users: Shared<UserState, UserStore>;
  readonly #forget: () => void;

  constructor(
    private readonly rest: Rest,
    realtime: Realtime,
    caller: Caller,
  ) {
    this.jobs = new Shared((jobId) => new JobStore(jobId, realtime, rest));
    this.users = new Shared(() => this.#user(new UserStore(realtime, rest, caller)));
    this.lists = new Shared((query) => new JobsStore(JSON.parse(query) as JobsQuery, rest, realtime, () => this.watchUser()));
    this.#forget = caller.onChange(() => {
      for (const stores of [this.users, this.jobs, this.lists]) for (const store of stores.all()) store.restart();
    });
  }

  watchJob(jobId: string) {
    return this.jobs.watch(jobId);
  }

  watchJobs(query: JobsQuery = {}) {
    return this.lists.watch(keyOf(query));
  }

  watchUser() {
    return this.users.watch(ME);
  }

  peekUser(): UserStore | undefined {
    return this.users.peek(ME);
  }

  /** What can be done with a job; whoever watches it sees the answer at once. */
  actions(jobId: string): JobActions {
    return jobActions(this.rest, jobId, {
      changed: (job) => {
        this.jobs.peek(job.id)?.take(job);
        for (const list of this.lists.all()) list.take(job);
      },
      removed: (id) => {
        for (const list of this.lists.all()) list.remove(id);
      },
      commented: (comment) => this.jobs.peek(comment.jobId)?.takeComment(comment),
    });
  }

  close(): void {
    this.#forget();
    this.lists.close();
    this.jobs.close();
    this.users.close();
  }

  // An ended job's own channel is not listened to any more: that it has begun again, or is no more, is heard on its owner's.
  #user(store: UserStore): UserStore {
    store.observe({
      events: (events) => {
        for (const event of events) {
          if (event.type === "queued" && event.jobId) this.jobs.peek(event.jobId)?.revive();
          if (event.type === "deleted") for (const job of this.jobs.all()) job.deleted(event);
        }
      },
    });
    return store;
  }
}

/** The same for the same query, in whatever order it was written. */
export function keyOf(query: JobsQuery): string {
  return JSON.stringify(query, ["limit", "sourceId", "status", "tag", "type"] satisfies (keyof JobsQuery)[]);
}
