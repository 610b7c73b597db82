import { useRealtime } from "@trawl/client/react";
import { useCallback, useMemo } from "react";
import { type Notice, noticesOf } from "./notices.js";
import { markRead, sendAway, useSeen } from "./seen.js";

export interface Notices {
  /** Newest first, without those sent away. */
  notices: readonly Notice[];
  /** How many of them nobody has looked at. */
  unread: number;
  /** Why no new ones come; null when they do. */
  error: string | null;
  /** They are all on the screen now. */
  read(): void;
  sendAway(ids: readonly string[]): void;
}

/** What the user is told, and what of it is new to them. */
export function useNotices(): Notices {
  const { userId, notifications, errors, error } = useRealtime();
  const seen = useSeen(userId);
  const notices = useMemo(() => {
    const gone = new Set(seen.gone);
    return noticesOf({ notifications, errors }).filter(({ id }) => !gone.has(id));
  }, [notifications, errors, seen.gone]);
  const read = useCallback(() => userId !== null && markRead(userId, notices), [userId, notices]);
  return {
    notices,
    unread: notices.filter(({ channel, seq }) => seq > (seen.read[channel] ?? 0)).length,
    error: error?.message ?? null,
    read,
    sendAway: (ids) => userId !== null && sendAway(userId, ids),
  };
}
