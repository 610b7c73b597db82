import type { Proof } from "../../api/credentials.js";
import type { TrawlEvent } from "../../events.js";
import type { Channel, Subscribed, TransportName } from "../types.js";

/** What a link is to listen to: from where on; undefined is the snapshot and what comes next. */
export interface Wish {
  readonly channel: Channel;
  readonly after: number | undefined;
}

/** One way to the server. Knows how bytes come and go; nothing of retries, cursors of observers or other transports. */
export interface Transport {
  readonly name: TransportName;
  /** How many channels can be asked for in the moment of connecting. */
  readonly mostAtOnce: number;
  /** Begins to connect, with these subscriptions. `to` is told, never before this returns. */
  open(wishes: readonly Wish[], proof: Proof, to: LinkListener): Link;
}

/** An open line, or one that is about to be. */
export interface Link {
  /** Asks for a channel, or asks again from another position. Answered by `subscribed` or `error`. */
  subscribe(wish: Wish): void;
  /** Answered by `left`. */
  unsubscribe(channel: Channel): void;
  /** Asks for a sign of life; false when that cannot be. A transport that only listens has none of these three. */
  ping?(): boolean;
  /** Says anew who it is; false when that cannot be. */
  authenticate?(token: string): boolean;
  moveCursor?(channel: Channel, cursor: { target?: unknown; position?: unknown }): void;
  /** Ends it; nothing is told any more. */
  close(): void;
}

export interface LinkListener {
  /** The server has let it in. `expiresAt` (ms since the epoch): when it wants to know anew by then who calls. */
  opened(expiresAt: number | null): void;
  /** A sign of life: something came, whatever it was. `pong` answers a ping. */
  alive(pong?: boolean): void;
  /** `asked` is the position that this answers. */
  subscribed(answer: Subscribed, asked: number | undefined): void;
  /** How things stand, from a transport that has no state events. */
  refreshed(answer: Subscribed): void;
  event(event: TrawlEvent): void;
  /** The subscription has ended: by the server's will, or (`client`) by ours. */
  left(channel: Channel, reason: string): void;
  error(code: string, message: string, channel?: Channel): void;
  /** The end; nothing follows. */
  closed(end: LinkEnd): void;
}

export interface LinkEnd {
  /**
   * `lost`: the line broke, or never stood. `unauthorized`: who calls was not believed, or is not any more. `sent_away`: the
   * server wants it to come back later.
   */
  readonly cause: "lost" | "unauthorized" | "sent_away";
  readonly message: string;
  /** When the server said in how many ms to come back. */
  readonly retryInMs?: number;
}
