import type { Caller } from "../../api/credentials.js";
import type { TrawlEvent } from "../../events.js";
import type { Channels } from "../channels/channels.js";
import type { Link, LinkEnd, LinkListener, Transport } from "../transports/transport.js";
import type { Channel, Subscribed } from "../types.js";
import { Heartbeat } from "./heartbeat.js";
import { Renewal } from "./renewal.js";
import { Wire } from "./wire.js";

const openMs = 10_000;

/** What a session tells of itself. What is for the channels comes as a call to be made: at once, or when it has taken over. */
export interface SessionListener {
  /** The line stands. */
  opened(): void;
  /** Something for the channels, in order; `activity` may be left out. */
  heard(what: () => void, activity: boolean): void;
  /** The end; nothing follows. `opened` says whether it ever stood. */
  closed(end: LinkEnd, opened: boolean): void;
}

/** One line from beginning to end, over one transport: connected, subscribed, asked for signs of life, its token renewed. */
export class Session implements LinkListener {
  readonly wire: Wire;
  readonly openedAt = { ms: Number.NaN };
  readonly #heartbeat: Heartbeat;
  readonly #renewal: Renewal;
  #link: Link | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(
    readonly transport: Transport,
    readonly channels: Channels,
    caller: Caller,
    readonly to: SessionListener,
    renew: boolean,
  ) {
    this.wire = new Wire(channels, () => this.#link as Link);
    this.#heartbeat = new Heartbeat(
      () => this.#link?.ping?.() ?? false,
      () => this.#end({ cause: "lost", message: "The server gives no sign of life." }),
    );
    this.#renewal = new Renewal(caller, (token) => this.#link?.authenticate?.(token));
    this.#deadline = setTimeout(() => this.#end({ cause: "lost", message: "The server does not answer." }), openMs);
    void this.#open(caller, renew);
  }

  get isOpen(): boolean {
    return !Number.isNaN(this.openedAt.ms);
  }

  /** What is watched has changed. */
  reconcile(): void {
    if (this.isOpen) this.wire.reconcile();
  }

  /** Wants a sign of life now; without one it ends. */
  check(): void {
    if (this.isOpen) this.#heartbeat.check();
  }

  moveCursor(channel: Channel, cursor: { target?: unknown; position?: unknown }): void {
    if (this.isOpen) this.#link?.moveCursor?.(channel, cursor);
  }

  /** Frees everything; nothing is told any more. */
  close(): void {
    this.#over = true;
    clearTimeout(this.#deadline);
    this.#heartbeat.stop();
    this.#renewal.stop();
    this.wire.close();
    this.#link?.close();
  }

  opened(expiresAt: number | null): void {
    clearTimeout(this.#deadline);
    this.#renewal.until(expiresAt);
    if (this.isOpen) return;
    this.openedAt.ms = performance.now();
    this.#heartbeat.start();
    this.to.opened();
    if (!this.#over) this.wire.reconcile();
  }

  alive(pong = false): void {
    this.#heartbeat.alive(pong);
  }

  subscribed(answer: Subscribed, asked: number | undefined): void {
    this.wire.subscribed(answer);
    this.to.heard(() => this.channels.get(answer.channel)?.subscribed(answer, asked), false);
    this.reconcile();
  }

  refreshed(answer: Subscribed): void {
    this.to.heard(() => this.channels.get(answer.channel)?.refreshed(answer), false);
  }

  event(event: TrawlEvent): void {
    this.to.heard(() => this.#tell(event), event.seq === null);
  }

  left(channel: Channel, reason: string): void {
    this.wire.left(channel, reason);
    if (reason === "token_expired" || reason === "token_revoked") return this.#end({ cause: "unauthorized", message: reason });
    // Asked again from where it was: the answer says that it could not be recovered.
    if (reason !== "client" && reason !== "unrecoverable")
      this.to.heard(() => this.channels.unsubscribed(channel, reason), false);
    this.reconcile();
  }

  error(code: string, message: string, channel?: Channel): void {
    if (code === "unauthorized") return this.#end({ cause: "unauthorized", message });
    if (channel !== undefined && this.wire.isLeaving(channel)) this.wire.left(channel, "client");
    else if (code === "rate_limited" || code === "unavailable" || code === "internal_error") this.wire.later(channel);
    else if (channel !== undefined) {
      this.wire.left(channel, "client");
      this.to.heard(() => this.channels.error(channel, code, message), false);
    }
    this.reconcile();
  }

  closed(end: LinkEnd): void {
    this.#end(end);
  }

  async #open(caller: Caller, renew: boolean): Promise<void> {
    try {
      const proof = await caller.proof(renew);
      if (!this.#over) this.#link = this.transport.open(this.wire.begin(this.transport.mostAtOnce), proof, this);
    } catch (error) {
      // The token function failed, or the browser does not let such a line be opened from here.
      this.#end({ cause: "lost", message: error instanceof Error ? error.message : String(error) });
    }
  }

  #tell(event: TrawlEvent): void {
    const state = this.channels.get(event.channel);
    state?.event(event);
    if (state?.stale) this.reconcile();
  }

  #end(end: LinkEnd): void {
    if (this.#over) return;
    this.close();
    this.to.closed(end, this.isOpen);
  }
}
