import type { Job, JobStatus, JobType } from "../../models.js";
import type { Refusal } from "../job/jobState.js";

/** Which jobs. */
export interface JobsQuery {
  status?: JobStatus | readonly JobStatus[];
  type?: JobType | readonly JobType[];
  sourceId?: string;
  tag?: string;
  /** How many to begin with, and to load at a time: 50, at most 200. */
  limit?: number;
}

/** The caller's jobs, newest first. */
export interface JobsState {
  readonly jobs: readonly Job[];
  /** There is no answer yet. */
  readonly isLoading: boolean;
  /** Why they could not be loaded the last time. */
  readonly error: Refusal | null;
  /** There are older ones. */
  readonly hasMore: boolean;
}

/** What is known before the first answer. */
export const noJobs: JobsState = { jobs: [], isLoading: true, error: null, hasMore: false };

/** Whether a job is one of those asked for. */
export function matches({ status, type, sourceId, tag }: JobsQuery, job: Job): boolean {
  const isIn = <T>(wanted: T | readonly T[] | undefined, value: T) =>
    wanted === undefined || (Array.isArray(wanted) ? wanted.includes(value) : wanted === value);
  return (
    isIn(status, job.status) &&
    isIn(type, job.type) &&
    (sourceId === undefined || job.sourceId === sourceId) &&
    (tag === undefined || job.tags.includes(tag))
  );
}
