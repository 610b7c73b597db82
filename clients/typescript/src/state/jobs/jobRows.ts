import type { EventOf, TrawlEvent } from "../../events.js";
import type { Job } from "../../models.js";
import { applyToJob, withoutSource } from "../job/applyToJob.js";
import { type JobsQuery, matches } from "./jobsState.js";

interface Row {
  readonly job: Job;
  /** The version of the whole job that was had last. */
  readonly known: number;
}

/** The jobs that are known, those that do not match (any more) among them: they may come to match. */
export class JobRows {
  readonly #rows = new Map<string, Row>();
  /** Deleted ones: no answer that was under way brings them back. */
  readonly #deleted = new Set<string>();

  constructor(private readonly query: JobsQuery) {}

  has(jobId: string): boolean {
    return this.#rows.has(jobId);
  }

  ids(): string[] {
    return [...this.#rows.keys()];
  }

  /** Takes a whole job, unless a newer state of it is known. */
  take(job: Job): void {
    if (this.#deleted.has(job.id)) return;
    const before = this.#rows.get(job.id);
    if (!before || before.job.version < job.version) this.#rows.set(job.id, { job, known: job.version });
  }

  /** It is not among them any more; it may come back. */
  drop(jobId: string): void {
    this.#rows.delete(jobId);
  }

  /** It is no more. */
  delete(jobId: string): void {
    this.#deleted.add(jobId);
    this.#rows.delete(jobId);
  }

  /** Applies an event to the job that it speaks of; false when that is not known, and ought to be. */
  apply(event: TrawlEvent): boolean {
    if (event.type === "deleted") this.#applyDeletion(event);
    if (event.jobId !== null && this.#deleted.has(event.jobId)) return true;
    const row = event.jobId === null ? undefined : this.#rows.get(event.jobId);
    if (!row) return event.jobId === null;
    const job = applyToJob(row.job, event, row.known);
    if (job !== row.job) this.#rows.set(job.id, { ...row, job });
    return true;
  }

  #applyDeletion({ jobId, data }: EventOf<"deleted">): void {
    if (jobId !== null) this.delete(jobId);
    for (const [id, row] of this.#rows) {
      const job = withoutSource(row.job, data.sourceId);
      if (job !== row.job) this.#rows.set(id, { ...row, job });
    }
  }

  /** Those that match, newest first, which the ids tell; the very list it was, when nothing in it changed. */
  list(before: readonly Job[]): readonly Job[] {
    const jobs = [...this.#rows.values()].map(({ job }) => job).filter((job) => matches(this.query, job));
    jobs.sort((a, b) => (a.id < b.id ? 1 : -1));
    return jobs.length === before.length && jobs.every((job, index) => job === before[index]) ? before : jobs;
  }
}
