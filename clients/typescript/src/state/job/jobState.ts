import type { EventData, TrawlEvent } from "../../events.js";
import type { Clarification, Comment, Job } from "../../models.js";
import { nobody, type Presence } from "../presence.js";

/** Why something could not be had, in the server's words. */
export interface Refusal {
  /** For programs: `not_found`, `forbidden`, `network` … */
  readonly code: string;
  readonly message: string;
}

/** A model's newest word on a job. */
export type ModelResult = EventData["model_result"];

/** How far one of a job's tasks is, as a worker told last. */
export interface TaskActivity {
  readonly taskName: string;
  readonly completed: number;
  readonly total: number;
  /** 0 to 100. */
  readonly percent: number;
  /** Who works on it; null when it was not said. */
  readonly worker: string | null;
}

/** A job as it looks now: from the snapshot, and every event since. Unaffected parts keep their identity. */
export interface JobState {
  readonly jobId: string;
  /** Null until the first answer. */
  readonly job: Job | null;
  /** What the job does, in a sentence; null until it was told. */
  readonly message: string | null;
  /** When that was told. */
  readonly updatedAt: string | null;
  /** What happened, oldest first: log events, and what the workers tell. The newest `feedSize` of them. */
  readonly feed: readonly TrawlEvent[];
  /** Each model's newest, in the order in which they first spoke. */
  readonly modelResults: readonly ModelResult[];
  /** What the job has asked, oldest first, answered ones included. */
  readonly clarifications: readonly Clarification[];
  /** Oldest first. */
  readonly comments: readonly Comment[];
  readonly activity: {
    readonly tasks: readonly TaskActivity[];
    /** Pages, or a custom job's items, a second; null when unknown. */
    readonly ratePerSecond: number | null;
  };
  /** Who watches the job now. */
  readonly presence: readonly string[];
  /** Where they are. */
  readonly cursors: Presence["cursors"];
  /** No answer yet, and no refusal. */
  readonly isLoading: boolean;
  /** The job has ended, and only a retry changes it again. */
  readonly isEnded: boolean;
  /** Why the job cannot be watched; null when it can. Not the job's own error: that is `job.error`. */
  readonly error: Refusal | null;
}

/** What is known of a job before the first answer. */
export function unknownJob(jobId: string): JobState {
  return {
    jobId,
    job: null,
    message: null,
    updatedAt: null,
    feed: [],
    modelResults: [],
    clarifications: [],
    comments: [],
    activity: { tasks: [], ratePerSecond: null },
    presence: nobody.users,
    cursors: nobody.cursors,
    isLoading: true,
    isEnded: false,
    error: null,
  };
}
