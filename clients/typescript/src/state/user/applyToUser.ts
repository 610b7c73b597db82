import { type EventData, type EventOf, isTerminal, type TrawlEvent } from "../../events.js";
import type { NotificationView } from "../../models.js";
import { newest } from "../lists.js";
import type { Notification, UserState } from "./userState.js";

/** How many of each kind are kept. */
export const MOST = 100;

/** What the user sees after a batch of events. */
export function applyToUser(state: UserState, events: readonly TrawlEvent[]): UserState {
  return events.reduce(applyOne, state);
}

function applyOne(state: UserState, event: TrawlEvent): UserState {
  switch (event.type) {
    case "notification":
      return { ...state, notifications: withLive(state.notifications, notification({ ...event, ...event.data }, true)) };
    case "queued":
    case "queue_position":
      return { ...state, queuePosition: { jobId: event.jobId, ...event.data } };
    case "sync:progress":
      return { ...state, syncProgress: event.data };
    case "preview:status":
      return { ...state, previewStatus: event.data };
    case "generation:progress":
      return { ...state, generationProgress: event.data };
    case "failed":
      return { ...atRest(state, event), errors: newest(state.errors, [failure(event)], MOST) };
    default:
      return event.type === "started" || isTerminal(event.type) ? atRest(state, event) : state;
  }
}

// A job that has left the queue has no place in it.
function atRest(state: UserState, { jobId }: TrawlEvent): UserState {
  return state.queuePosition?.jobId === jobId ? { ...state, queuePosition: null } : state;
}

// It may have been in the list that was asked for already: that it came live says more.
function withLive(known: readonly Notification[], one: Notification): readonly Notification[] {
  const others = known.some(({ id }) => id === one.id) ? known.filter(({ id }) => id !== one.id) : known;
  return newest(others, [one], MOST);
}

/**
 * The notifications with those that a list has besides, in the order in which they were told.
 *
 * @param listed Newest first, as the Api has them.
 */
export function withListed(
  known: readonly Notification[],
  listed: readonly NotificationView[],
  isNew: boolean,
): readonly Notification[] {
  const ids = new Set(known.map(({ id }) => id));
  const missing = listed.map((one) => notification(one, isNew)).filter(({ id }) => !ids.has(id));
  if (missing.length === 0) return known;
  const all = [...missing.reverse(), ...known].sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
  return all.slice(-MOST);
}

type Numbered = Pick<TrawlEvent, "channel" | "seq" | "timestamp">;

function place({ channel, seq, timestamp }: Numbered) {
  return { id: `${channel}#${seq}`, channel, seq: seq ?? 0, timestamp };
}

function notification(told: Numbered & EventData["notification"], isNew: boolean): Notification {
  const { level, title, message } = told;
  return { ...place(told), level, title, message, isNew };
}

function failure(event: EventOf<"failed">) {
  const { code = "failed", message = "" } = event.data.error ?? {};
  return { ...place(event), jobId: event.jobId, code, message };
}
