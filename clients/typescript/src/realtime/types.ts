import type { TrawlEvent } from "../events.js";
import type { Job } from "../models.js";

/** `job:{jobId}`, `user:{userId}` or `system`. */
export type Channel = `job:${string}` | `user:${string}` | "system";

export type TransportName = "websocket" | "sse" | "polling";

/** How it stands with the connection, whichever transport it is on. */
export interface ConnectionStatus {
  /** `idle`: nobody listens. `offline`: the browser has no network. `unauthorized`: refused until there are other credentials. */
  readonly state: "idle" | "connecting" | "connected" | "reconnecting" | "offline" | "unauthorized" | "closed";
  /** The transport that serves; null while none does. */
  readonly transport: TransportName | null;
  /** Tries since it was last connected. */
  readonly attempt: number;
  /** When the next try is, in ms since the epoch; null when none is due. */
  readonly retryAt: number | null;
  /** What was wrong last; null when nothing was. */
  readonly error: string | null;
  /** Whether other tabs use the same connection. */
  readonly shared: boolean;
}

/**
 * The answer to a subscription, and again after every reconnect. While `polling`, also whenever the snapshot has changed: that
 * transport has no state events. An answer can be overtaken by events; `snapshot.version` and `seq` say how new it is.
 */
export interface Subscribed {
  readonly channel: Channel;
  /** The channel's last log event at that moment. */
  readonly seq: number;
  /** False: what was missed could not be replayed, and `snapshot` is the truth from now on. */
  readonly recovered: boolean;
  /** For `job:` the job; for others null. */
  readonly snapshot: Job | null;
}

/** What a subscriber is told. Calls for one channel never overlap and come in order; none comes after `unsubscribe`. */
export interface ChannelObserver {
  /** Before the first event, and again after every reconnect. */
  subscribed?(answer: Subscribed): void;
  /** What came since the last call, in order: log events each exactly once, of state events the newest, of activity the newest 200. */
  events?(events: readonly TrawlEvent[]): void;
  /** The server has ended it: `ended` (the job has), `not_found` (it was deleted) … Nothing follows. */
  unsubscribed?(reason: string): void;
  /** It could not be had: `not_found`, `invalid_message` … Nothing follows. */
  error?(code: string, message: string): void;
}

export interface Subscription {
  readonly channel: Channel;
  unsubscribe(): void;
}

export interface SubscribeOptions {
  /** The last `seq` that is known; 0 is everything from the start. Without it: the snapshot, and what comes next. */
  after?: number;
}

/** One connection for all subscriptions. Opens with the first of them, closes a second after the last. */
export interface Realtime {
  readonly status: ConnectionStatus;
  /** Calls the listener at each change. Returns what takes it off. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void;
  subscribe(channel: Channel, observer: ChannelObserver, options?: SubscribeOptions): Subscription;
  /** Shows the others on a channel where this user is; lost when there is no connection, or its transport only listens. */
  moveCursor(channel: Channel, cursor: { target?: unknown; position?: unknown }): void;
  /** Frees everything at once. */
  close(): void;
}

export interface RealtimeOptions {
  /** Which transports, the best first. Defaults to `["websocket", "sse", "polling"]`. */
  transports?: readonly TransportName[];
  /** Whether tabs share a connection where the browser has SharedWorker. Defaults to true. */
  sharedWorker?: boolean;
  /** Where there is no global WebSocket (Node 20): that of the package `ws`. Without one, server-sent events serve. */
  webSocket?: WebSocketClass;
}

/** A WebSocket's constructor, as far as it is used. */
export type WebSocketClass = new (address: string) => WebSocketLike;

export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}
