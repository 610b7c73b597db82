import type { EventData } from "../../events.js";
import type { NotificationLevel } from "../../models.js";
import type { Refusal } from "../job/jobState.js";

/** Where the event stands that told it. */
interface Told {
  /** `channel` and `seq` in one. */
  readonly id: string;
  /** The user's own, or `system`. */
  readonly channel: string;
  /** In the numbering of `channel`: what came later has a higher one. */
  readonly seq: number;
}

/** Something a user was told. */
export interface Notification extends Told {
  /** It came while this was watched; false: it was there before. */
  readonly isNew: boolean;
  readonly level: NotificationLevel;
  readonly title: string;
  readonly message: string;
  readonly timestamp: string;
}

/** A job that failed. */
export interface JobFailure extends Told {
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

/** What a user is told of all their jobs: the notifications also from before, all else since the watch began. */
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
