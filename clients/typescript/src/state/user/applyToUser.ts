import { type EventOf, isTerminal, type TrawlEvent } from "../../events.js";
import { newest } from "../lists.js";
import type { UserState } from "./userState.js";

const MOST = 100;

/** What the user sees after a batch of events. */
export function applyToUser(state: UserState, events: readonly TrawlEvent[]): UserState {
  return events.reduce(applyOne, state);
}

function applyOne(state: UserState, event: TrawlEvent): UserState {
  switch (event.type) {
    case "notification":
      return { ...state, notifications: newest(state.notifications, [notification(event)], MOST) };
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

function notification({ channel, seq, timestamp, data }: EventOf<"notification">) {
  return { id: `${channel}#${seq}`, timestamp, ...data };
}

function failure({ channel, seq, jobId, timestamp, data }: EventOf<"failed">) {
  return { id: `${channel}#${seq}`, jobId, timestamp, code: data.error?.code ?? "failed", message: data.error?.message ?? "" };
}
