import type { NotificationLevel } from "@trawl/client";
import type { UseRealtimeResult } from "@trawl/client/react";

/** Anything a user is told: a notification, or that a job of theirs failed. */
export interface Notice {
  id: string;
  /** With `seq`, where it stands among what was told. */
  channel: string;
  seq: number;
  /** It came while this page was open. */
  isNew: boolean;
  level: NotificationLevel;
  title: string;
  message: string;
  timestamp: string;
  /** The job it is about. */
  jobId: string | null;
}

/** All there are, newest first. */
export function noticesOf({ notifications, errors }: Pick<UseRealtimeResult, "notifications" | "errors">): readonly Notice[] {
  const failures = errors.map(
    (failure): Notice => ({
      ...failure,
      isNew: true,
      level: "error",
      title: "A job failed",
      message: failure.message || failure.code,
    }),
  );
  const told = notifications.map((notification): Notice => ({ ...notification, jobId: null }));
  return [...told, ...failures].sort((one, other) => Date.parse(other.timestamp) - Date.parse(one.timestamp));
}
