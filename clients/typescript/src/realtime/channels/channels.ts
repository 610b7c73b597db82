import type { Channel, ChannelObserver, SubscribeOptions, Subscription } from "../types.js";
import { ChannelState, Watcher } from "./channel.js";
import type { Delivery } from "./delivery.js";

/** All channels that somebody watches. */
export class Channels implements Iterable<ChannelState> {
  readonly #states = new Map<string, ChannelState>();

  /** `changed` is called when the server may have to be asked for something, or for less. */
  constructor(
    readonly delivery: Delivery,
    readonly changed: () => void,
  ) {}

  get size(): number {
    return this.#states.size;
  }

  get(name: string): ChannelState | undefined {
    return this.#states.get(name);
  }

  [Symbol.iterator](): IterableIterator<ChannelState> {
    return this.#states.values();
  }

  watch(channel: Channel, observer: ChannelObserver, { after }: SubscribeOptions = {}): Subscription {
    const name = normalised(channel);
    const state = this.#states.get(name) ?? new ChannelState(name, this.delivery);
    this.#states.set(name, state);
    const watcher = new Watcher(observer, after);
    state.watchers.add(watcher);
    this.changed();
    return { channel, unsubscribe: () => this.#leave(state, watcher) };
  }

  /** The server has ended it: its watchers are told, and it is forgotten, unless somebody came just now. */
  unsubscribed(name: string, reason: string): void {
    const state = this.#states.get(name);
    state?.unsubscribed(reason);
    if (state?.watchers.size === 0) this.#forget(name);
  }

  /** The server refused it. */
  error(name: string, code: string, message: string): void {
    this.#states.get(name)?.error(code, message);
    this.#forget(name);
  }

  lost(): void {
    for (const state of this) state.lost();
  }

  clear(): void {
    for (const state of this) for (const watcher of state.watchers) watcher.batch.stop();
    this.#states.clear();
  }

  #forget(name: string): void {
    if (this.#states.delete(name)) this.changed();
  }

  #leave(state: ChannelState, watcher: Watcher): void {
    watcher.batch.stop();
    if (!state.watchers.delete(watcher) || state.watchers.size > 0 || this.#states.get(state.name) !== state) return;
    this.#states.delete(state.name);
    this.changed();
  }
}

// As the server writes it: ids in small letters.
function normalised(channel: Channel): Channel {
  return channel.startsWith("job:") ? (channel.toLowerCase() as Channel) : channel;
}
