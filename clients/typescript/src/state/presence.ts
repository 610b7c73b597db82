import type { TrawlEvent } from "../events.js";
import { upsert } from "./lists.js";

/** Where another user is. */
export interface Cursor {
  readonly userId: string;
  readonly target: unknown;
  readonly position: unknown;
}

/** Who is on a channel now. */
export interface Presence {
  /** Not all of them, when there are very many. */
  readonly users: readonly string[];
  readonly total: number;
  /** Of those who have shown where they are, and are still there. */
  readonly cursors: readonly Cursor[];
}

export const nobody: Presence = { users: [], total: 0, cursors: [] };

/** Who is there after a batch of events; the same object when nobody moved. */
export function applyToPresence(presence: Presence, events: readonly TrawlEvent[]): Presence {
  return events.reduce(applyOne, presence);
}

function applyOne(presence: Presence, event: TrawlEvent): Presence {
  if (event.type === "cursor")
    return { ...presence, cursors: upsert(presence.cursors, event.data, ({ userId }) => userId === event.data.userId) };
  if (event.type !== "presence") return presence;
  const { users, total } = event.data;
  return { users, total, cursors: presence.cursors.filter(({ userId }) => users.includes(userId)) };
}
