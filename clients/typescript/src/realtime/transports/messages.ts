import type { TrawlEvent } from "../../events.js";
import type { Channel, Subscribed } from "../types.js";
import type { LinkListener } from "./transport.js";

/** What the server says on a WebSocket and in an event stream, events included. */
export type ServerMessage =
  | { type: "connected"; connectionId: string; expiresAt?: string }
  | { type: "authenticated"; userId: string; expiresAt?: string }
  | ({ type: "subscribed" } & Subscribed)
  | { type: "unsubscribed"; channel: Channel; reason: string }
  | { type: "error"; code: string; message: string; channel?: Channel }
  | { type: "closing"; reason: string; reconnectInMs: number }
  | { type: "pong" }
  | TrawlEvent;

/** Hands a message on as what it is; `asked` are the positions that were last asked for. */
export function heed(message: ServerMessage, asked: ReadonlyMap<string, number | undefined>, to: LinkListener): void {
  switch (message.type) {
    case "connected":
    case "authenticated":
      to.opened(message.expiresAt ? Date.parse(message.expiresAt) : null);
      break;
    case "subscribed":
      to.subscribed(answerOf(message), asked.get(message.channel));
      break;
    case "unsubscribed":
      to.left(message.channel, message.reason);
      break;
    case "error":
      to.error(message.code, message.message, message.channel);
      break;
    case "closing":
    case "pong":
      break;
    default:
      to.event(message);
  }
}

function answerOf({ channel, seq, recovered, snapshot }: Subscribed): Subscribed {
  return { channel, seq, recovered, snapshot };
}
