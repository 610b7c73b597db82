import { isTerminal, type TrawlEvent } from "../../events.js";
import type { Job } from "../../models.js";
import { applyToJob } from "../job/applyToJob.js";
import { type JobsQuery, matches } from "./jobsState.js";

interface Row {
  readonly job: Job;
  /** The version of the whole job that was had last. */
  readonly known: number;
}

/** The jobs that are known, those that do not match (any more) among them: they may come to match. */
export class JobRows {
  readonly #rows = new Map<string, Row>();

  constructor(private readonly query: JobsQuery) {}

  has(jobId: string): boolean {
    return this.#rows.has(jobId);
  }

  ids(): string[] {
    return [...this.#rows.keys()];
  }

  /** Whether another job of the same source is known, which has ended. */
  hasEndedBefore({ id, sourceId }: Job): boolean {
    if (sourceId === null) return false;
    return [...this.#rows.values()].some(({ job }) => job.id !== id && job.sourceId === sourceId && isTerminal(job.status));
  }

  /** Takes a whole job, unless a newer state of it is known. */
  take(job: Job): void {
    const before = this.#rows.get(job.id);
    if (!before || before.job.version < job.version) this.#rows.set(job.id, { job, known: job.version });
  }

  remove(jobId: string): void {
    this.#rows.delete(jobId);
  }

  /** Applies an event to the job that it speaks of; false when that is not known. */
  apply(event: TrawlEvent): boolean {
    const row = event.jobId === null ? undefined : this.#rows.get(event.jobId);
    if (!row) return event.jobId === null;
    const job = applyToJob(row.job, event, row.known);
    if (job !== row.job) this.#rows.set(job.id, { ...row, job });
    return true;
  }

  /** Those that match, newest first, which the ids tell; the very list it was, when nothing in it changed. */
  list(before: readonly Job[]): readonly Job[] {
    const jobs = [...this.#rows.values()].map(({ job }) => job).filter((job) => matches(this.query, job));
    jobs.sort((a, b) => (a.id < b.id ? 1 : -1));
    return jobs.length === before.length && jobs.every((job, index) => job === before[index]) ? before : jobs;
  }
}
