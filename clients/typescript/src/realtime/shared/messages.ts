import type { Proof } from "../../api/credentials.js";
import type { TrawlEvent } from "../../events.js";
import type { Signal } from "../environment.js";
import type { Channel, ConnectionStatus, Subscribed, TransportName } from "../types.js";

/** Which connection a tab wants. Tabs that say the same share one. */
export interface Wanted {
  /** Where Trawl is, whole: a worker has no page to be relative to. */
  readonly url: string;
  readonly transports: readonly TransportName[];
  /** `userId`, `role`, `apiKey`, and the token where it never changes. */
  readonly proof: Proof;
  /** Whose token it is, where a function of the page gives it; null where none does. */
  readonly tokenOf: string | null;
}

/** From a tab to the worker. Subscriptions have numbers of the tab's own. */
export type ToWorker =
  /** The first word; `lock` is held as long as the tab lives, null where there are no locks. */
  | { say: "hello"; wanted: Wanted; lock: string | null }
  | { say: "subscribe"; id: number; channel: Channel; after: number | undefined }
  | { say: "unsubscribe"; id: number }
  | { say: "cursor"; channel: Channel; cursor: { target?: unknown; position?: unknown } }
  | { say: "signal"; signal: Signal }
  | { say: "token"; id: number; token: string | null }
  | { say: "ping" }
  | { say: "bye" };

/** What one subscription of a tab is told. */
export type Told = { id: number } & (
  | { tell: "subscribed"; answer: Subscribed }
  | { tell: "events"; events: readonly TrawlEvent[] }
  | { tell: "unsubscribed"; reason: string }
  | { tell: "error"; code: string; message: string }
);

/** From the worker to a tab. */
export type ToTab =
  | { say: "status"; status: ConnectionStatus }
  | { say: "told"; told: Told[] }
  /** A token is wanted: only pages have the function. */
  | { say: "token"; id: number; renew: boolean }
  | { say: "pong" }
  /** The worker does not know this tab (any more): it is to begin anew. */
  | { say: "stranger" };

/** One end of the line between a tab and the worker. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}
