import type { Caller } from "../../api/credentials.js";
import { Delivery } from "../channels/delivery.js";
import { Status } from "../connection/status.js";
import type { Environment, Signal } from "../environment.js";
import type { Channel, ChannelObserver, ConnectionStatus, Realtime, SubscribeOptions, Subscription } from "../types.js";
import type { Port, Told, ToTab, Wanted } from "./messages.js";
import { SharedSubscription } from "./sharedSubscription.js";
import { WorkerLine } from "./workerLine.js";

const lingerMs = 1000;

/** What the page needs in order to share a connection, or to have one of its own. */
export interface Sharing {
  /** Begins or finds the worker; throws where that is not allowed. `failed` when it cannot be loaded. */
  begin(failed: () => void): Port;
  wanted(): Promise<Wanted>;
  /** In its place, when there is anything wrong with it. */
  own(): Realtime;
}

/**
 * The live connection that all tabs of an origin share, as one of them has it. Whatever is wrong with the worker, the page goes
 * on by a connection of its own, from the cursors that it has.
 */
export class SharedRealtime implements Realtime {
  readonly #status = new Status();
  readonly #delivery: Delivery;
  readonly #subscriptions = new Map<number, SharedSubscription>();
  readonly #forget: () => void;
  #unlisten: (() => void) | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  readonly #environment: Environment;
  #line: WorkerLine | undefined;
  #own: Realtime | undefined;
  #ids = 0;

  constructor(
    readonly sharing: Sharing,
    readonly caller: Caller,
    environment: Environment,
  ) {
    this.#delivery = new Delivery(environment);
    this.#environment = environment;
    this.#forget = caller.onChange(() => this.#begin());
  }

  get status(): ConnectionStatus {
    return this.#status.now;
  }

  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    return this.#status.on(listener);
  }

  subscribe(channel: Channel, observer: ChannelObserver, { after }: SubscribeOptions = {}): Subscription {
    if (this.status.state === "closed") throw new Error("The client is closed.");
    const subscription = new SharedSubscription(channel, observer, after);
    clearTimeout(this.#linger);
    this.#listen();
    const id = ++this.#ids;
    this.#subscriptions.set(id, subscription);
    if (this.#own) subscription.moveTo(this.#own);
    else if (this.#line) this.#line.send({ say: "subscribe", id, channel, after });
    else this.#begin();
    return { channel, unsubscribe: () => this.#leave(id, subscription) };
  }

  moveCursor(channel: Channel, cursor: { target?: unknown; position?: unknown }): void {
    if (this.#own) this.#own.moveCursor(channel, cursor);
    else this.#line?.send({ say: "cursor", channel, cursor });
  }

  close(): void {
    this.#forget();
    this.#rest();
    for (const subscription of this.#subscriptions.values()) subscription.stop();
    this.#subscriptions.clear();
    this.#delivery.close();
    this.#own?.close();
    this.#status.set({ state: "closed", transport: null, attempt: 0, retryAt: null, error: null, shared: false });
    this.#status.clear();
  }

  // Also again: after the page was put aside, as somebody else, or when the worker does not know it any more.
  #begin(): void {
    if (this.#own || this.#subscriptions.size === 0) return;
    this.#line?.leave();
    this.#status.set({ state: this.status.state === "idle" ? "connecting" : this.status.state });
    const line = new WorkerLine(this.sharing, this.caller, {
      said: (message) => this.#heed(message),
      failed: () => {
        if (this.#line === line) this.#goAlone();
      },
    });
    this.#line = line;
    for (const [id, { channel, last }] of this.#subscriptions) line.send({ say: "subscribe", id, channel, after: last });
  }

  #heed(message: ToTab): void {
    if (message.say === "status") this.#status.set(message.status);
    else if (message.say === "stranger") this.#begin();
    else if (message.say === "told") for (const told of message.told) this.#tell(told);
  }

  #tell(told: Told): void {
    const subscription = this.#subscriptions.get(told.id);
    if (!subscription) return;
    subscription.tell(told);
    this.#delivery.wants(subscription.batch);
  }

  #signal(signal: Signal): void {
    if (signal === "aside") return this.#line?.leave();
    if (signal === "wake" && this.#line?.left) return this.#begin();
    // The worker is told: in Chromium its `navigator.onLine` is right, but no `online` or `offline` event comes to it.
    this.#line?.send({ say: "signal", signal });
    this.#line?.check();
  }

  #leave(id: number, subscription: SharedSubscription): void {
    subscription.stop();
    if (!this.#subscriptions.delete(id)) return;
    if (!this.#own) this.#line?.send({ say: "unsubscribe", id });
    if (this.#subscriptions.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.#rest(), lingerMs);
  }

  #listen(): void {
    this.#unlisten ??= this.#environment.signals.listen((signal) => this.#signal(signal));
  }

  // Nobody listens any more: the page holds nothing, not even its line to the worker.
  #rest(): void {
    clearTimeout(this.#linger);
    this.#unlisten?.();
    this.#unlisten = undefined;
    this.#line?.leave();
    this.#line = undefined;
    if (!this.#own) this.#status.set({ state: "idle", transport: null, attempt: 0, retryAt: null, error: null, shared: false });
  }

  #goAlone(): void {
    this.#line?.leave();
    this.#line = undefined;
    const own = this.sharing.own();
    this.#own = own;
    own.onStatus((status) => this.#status.set(status));
    for (const subscription of this.#subscriptions.values()) subscription.moveTo(own);
  }
}
