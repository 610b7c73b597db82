import type { EventData } from "../../events.js";
import type { NotificationLevel } from "../../models.js";
import type { Refusal } from "../job/jobState.js";

/** Something a user was told. */
export interface Notification {
  readonly id: string;
  readonly level: NotificationLevel;
  readonly title: string;
  readonly message: string;
  readonly timestamp: string;
}

/** A job that failed. */
export interface JobFailure {
  readonly id: string;
  readonly jobId: string | null;
  readonly code: string;
  readonly message: string;
  readonly timestamp: string;
}

/** What only the newest matters of, whichever job it came from. */
export interface Latest {
  readonly queuePosition: ({ jobId: string | null } & EventData["queue_position"]) | null;
  readonly syncProgress: EventData["sync:progress"] | null;
  readonly previewStatus: EventData["preview:status"] | null;
  readonly generationProgress: EventData["generation:progress"] | null;
}

/** What a user is told of all their jobs, since the watch began. */
export interface UserState extends Latest {
  /** Whose channel it is; null until that is known. */
  readonly userId: string | null;
  /** Oldest first, the newest 100. */
  readonly notifications: readonly Notification[];
  /** Jobs that failed, oldest first, the newest 100. */
  readonly errors: readonly JobFailure[];
  /** Why the channel cannot be had; null when it can. */
  readonly error: Refusal | null;
}

export const unknownUser: UserState = {
  userId: null,
  notifications: [],
  errors: [],
  queuePosition: null,
  syncProgress: null,
  previewStatus: null,
  generationProgress: null,
  error: null,
};
