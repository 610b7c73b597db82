import type { ConnectionStatus } from "@trawl/client";
import type { Tone } from "../../ui/index.js";

const transports = { websocket: "WebSocket", sse: "server-sent events", polling: "polling" } as const;

/** How it stands with the connection: a word, its colour. */
export function nameOf({ state, transport }: ConnectionStatus): readonly [Tone, string] {
  if (state === "connected") return transport === "polling" ? ["warn", "Polling"] : ["good", "Live"];
  if (state === "idle") return ["neutral", "Idle"];
  if (state === "connecting") return ["neutral", "Connecting"];
  if (state === "reconnecting") return ["warn", "Reconnecting"];
  if (state === "offline") return ["bad", "Offline"];
  if (state === "unauthorized") return ["bad", "Not signed in"];
  return ["neutral", "Closed"];
}

/** The same in sentences, as facts to be listed. `now` is in ms since the epoch. */
export function factsOf(status: ConnectionStatus, now: number): readonly (readonly [string, string])[] {
  const facts: [string, string][] = [["State", stateOf(status)]];
  if (status.transport) facts.push(["Transport", transports[status.transport]]);
  facts.push(["Shared", status.shared ? "One connection for all tabs" : "This tab's own"]);
  if (status.attempt > 0) facts.push(["Tries", String(status.attempt)]);
  const seconds = status.retryAt === null ? -1 : Math.ceil((status.retryAt - now) / 1000);
  if (seconds >= 0) facts.push(["Next try", seconds === 0 ? "now" : `in ${seconds} s`]);
  if (status.error) facts.push(["Last error", status.error]);
  return facts;
}

function stateOf({ state, transport }: ConnectionStatus): string {
  if (state === "connected")
    return transport === "polling" ? "Updates come every few seconds; better ways are tried" : "Updates come as they happen";
  if (state === "idle") return "Nothing is watched, so nothing is open";
  if (state === "connecting") return "Being opened";
  if (state === "reconnecting") return "Lost; what is missed meanwhile will be made up for";
  if (state === "offline") return "This device has no network; it goes on by itself when there is one";
  if (state === "unauthorized") return "The server wants to know who you are";
  return "Ended";
}
