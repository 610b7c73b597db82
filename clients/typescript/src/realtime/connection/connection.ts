import type { Caller } from "../../api/credentials.js";
import { Channels } from "../channels/channels.js";
import { Delivery } from "../channels/delivery.js";
import type { Environment, Signal } from "../environment.js";
import type { LinkEnd, Transport } from "../transports/transport.js";
import type { Channel, ChannelObserver, ConnectionStatus, Realtime, SubscribeOptions, Subscription } from "../types.js";
import { backoff } from "./backoff.js";
import { Candidate } from "./candidate.js";
import { Ladder } from "./ladder.js";
import { Session } from "./session.js";
import { Status } from "./status.js";

const lingerMs = 1000;
type Timer = ReturnType<typeof setTimeout> | undefined;

/** The one connection: always on the best transport that works, and back after whatever happens. */
export class Connection implements Realtime {
  readonly #status = new Status();
  readonly #delivery: Delivery;
  readonly #channels: Channels;
  readonly #ladder: Ladder;
  readonly #forget: () => void;
  #unlisten: (() => void) | undefined;
  #session: Session | undefined;
  #candidate: Candidate | undefined;
  #timers: { retry: Timer; probe: Timer; linger: Timer } = { retry: undefined, probe: undefined, linger: undefined };
  #pending = false;
  #renew = false;
  #retryHint: number | undefined;

  constructor(
    readonly transports: readonly Transport[],
    readonly caller: Caller,
    readonly environment: Environment,
  ) {
    this.#ladder = new Ladder(transports.map(({ name }) => name));
    this.#delivery = new Delivery(environment);
    this.#channels = new Channels(this.#delivery, () => this.#channelsChanged());
    this.#forget = caller.onChange(() => this.#callerChanged());
  }

  get status(): ConnectionStatus {
    return this.#status.now;
  }

  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    return this.#status.on(listener);
  }

  subscribe(channel: Channel, observer: ChannelObserver, options?: SubscribeOptions): Subscription {
    if (this.status.state === "closed") throw new Error("The client is closed.");
    return this.#channels.watch(channel, observer, options);
  }

  moveCursor(channel: Channel, cursor: { target?: unknown; position?: unknown }): void {
    this.#session?.moveCursor(channel, cursor);
  }

  /** What the page, or another that shares this connection, says of itself and its network. */
  signal(signal: Signal): void {
    if (signal === "aside") return;
    if (signal === "offline") return this.#goOffline();
    if (this.#session?.isOpen) {
      this.#session.check();
      this.#probe();
    } else if (this.#timers.retry !== undefined || this.status.state === "offline") {
      this.#connect(this.#ladder.home);
    }
  }

  close(): void {
    this.#forget();
    this.#rest();
    this.#channels.clear();
    this.#delivery.close();
    this.#status.set({ state: "closed", transport: null, attempt: 0, retryAt: null, error: null });
    this.#status.clear();
  }

  // Not at once: what unsubscribes and subscribes again in one go needs no line of its own.
  #channelsChanged(): void {
    if (this.#pending || this.status.state === "closed") return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      if (this.status.state !== "closed") this.#follow();
    });
  }

  #follow(): void {
    clearTimeout(this.#timers.linger);
    if (this.#channels.size === 0) {
      this.#timers.linger = setTimeout(() => this.#rest(), lingerMs);
      if (this.#session?.isOpen) this.#session.reconcile();
      return;
    }
    if (this.status.state === "idle") this.#connect(this.#ladder.home);
    this.#session?.reconcile();
    this.#candidate?.session.reconcile();
  }

  #rest(): void {
    this.#hangUp();
    this.#unlisten?.();
    this.#unlisten = undefined;
    this.#status.set({ state: "idle", transport: null, attempt: 0, retryAt: null, error: null });
  }

  #hangUp(): void {
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = { retry: undefined, probe: undefined, linger: undefined };
    this.#candidate?.close();
    this.#candidate = undefined;
    this.#session?.close();
    this.#session = undefined;
  }

  #connect(rung: number): void {
    if (this.#channels.size === 0) return this.#rest();
    this.#unlisten ??= this.environment.signals.listen((signal) => this.signal(signal));
    this.#hangUp();
    const { state, attempt } = this.status;
    const first = state === "idle" || (state === "connecting" && attempt === 0);
    this.#status.set({ state: first ? "connecting" : "reconnecting", transport: null, retryAt: null });
    this.#session = new Session(
      this.#transport(rung),
      this.#channels,
      this.caller,
      {
        opened: () => this.#opened(rung),
        heard: (what) => what(),
        closed: (end, opened) => this.#closed(rung, end, opened),
      },
      this.#renew,
    );
  }

  #opened(rung: number): void {
    this.#renew = false;
    this.#ladder.serves(rung);
    this.#status.set({ state: "connected", transport: this.#transport(rung).name, attempt: 0, retryAt: null, error: null });
    if (rung > 0) this.#probeLater();
  }

  #closed(rung: number, end: LinkEnd, opened: boolean): void {
    const lived = opened ? performance.now() - (this.#session?.openedAt.ms ?? 0) : 0;
    this.#hangUp();
    this.#channels.lost();
    if (this.#channels.size === 0) return this.#rest();
    this.#status.set({ transport: null, error: end.message });
    if (end.cause === "unauthorized") return this.#refused(end);
    if (end.retryInMs !== undefined) this.#retryHint = end.retryInMs;
    if (end.cause === "sent_away") return this.#retryLater();
    if (opened) {
      this.#ladder.broke(rung, lived);
      return this.#retryLater();
    }
    const below = this.#ladder.below(rung);
    if (below === null) this.#retryLater();
    else this.#connect(below);
  }

  // Asked anew once: a token that ended while nobody looked is no reason to trouble anybody.
  #refused(end: LinkEnd): void {
    if (!this.#renew && this.caller.canRenew) {
      this.#renew = true;
      this.#connect(this.#ladder.home);
    } else {
      this.#status.set({ state: "unauthorized", retryAt: null, error: end.message });
    }
  }

  #retryLater(): void {
    if (!this.environment.signals.online()) return this.#status.set({ state: "offline", retryAt: null });
    const attempt = this.status.attempt + 1;
    const wait = this.#retryHint ?? backoff(attempt, this.environment.random);
    this.#retryHint = undefined;
    this.#status.set({ state: "reconnecting", attempt, retryAt: Date.now() + wait });
    this.#timers.retry = setTimeout(() => this.#connect(this.#ladder.home), wait);
  }

  #goOffline(): void {
    if (this.#session === undefined && this.#timers.retry === undefined) return;
    this.#hangUp();
    this.#channels.lost();
    this.#status.set({ state: "offline", transport: null, retryAt: null });
  }

  #callerChanged(): void {
    if (this.#channels.size === 0 || this.status.state === "closed") return;
    this.#channels.lost();
    this.#connect(this.#ladder.home);
  }

  #probeLater(): void {
    clearTimeout(this.#timers.probe);
    this.#timers.probe = setTimeout(() => this.#probe(), this.#ladder.nextProbe());
  }

  // Beside the line that serves: it goes on until the better one has all that this one has.
  #probe(rung = 0): void {
    if (this.#candidate || !this.#session?.isOpen || this.#ladder.home === 0) return;
    clearTimeout(this.#timers.probe);
    this.#candidate = new Candidate((to) => new Session(this.#transport(rung), this.#channels, this.caller, to, false), {
      settled: (session, waiting) => this.#takeOver(rung, session, waiting),
      failed: () => {
        this.#candidate = undefined;
        if (rung + 1 < this.#ladder.home) this.#probe(rung + 1);
        else this.#probeLater();
      },
      closed: (end, opened) => this.#closed(rung, end, opened),
    });
  }

  #takeOver(rung: number, session: Session, waiting: readonly (() => void)[]): void {
    this.#session?.close();
    this.#session = session;
    this.#candidate = undefined;
    this.#opened(rung);
    for (const what of waiting) what();
  }

  #transport(rung: number): Transport {
    return this.transports[rung] as Transport;
  }
}
