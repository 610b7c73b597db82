import type { ChannelState } from "../channels/channel.js";
import type { Channels } from "../channels/channels.js";
import type { Link, Wish } from "../transports/transport.js";
import type { Channel, Subscribed } from "../types.js";

// The server takes ten subscriptions a second, and ten at once after a pause.
const burst = 8;
const everyMs = 125;
const answerMs = 15_000;
const retryMs = 1000;

/** How a channel stands on one line; `since` is when it was last asked for. */
interface Asked {
  state: "asked" | "subscribed" | "leaving" | "later";
  since: number;
}

/**
 * Keeps one line subscribed to what is watched: looks at what is and at what should be, and asks for the difference, never
 * faster than the server allows, never twice before an answer.
 */
export class Wire {
  readonly #asked = new Map<string, Asked>();
  readonly #turns: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(
    readonly channels: Channels,
    readonly link: () => Link,
  ) {}

  /** What is watched now, up to so many, as asked for in the moment of connecting. */
  begin(most: number): Wish[] {
    const wishes = [...this.channels].slice(0, most).map(wishOf);
    for (const { channel } of wishes) this.#mark(channel, "asked");
    return wishes;
  }

  /** Every channel that is watched has been answered. */
  get settled(): boolean {
    return [...this.channels].every(({ name }) => this.#asked.get(name)?.state === "subscribed");
  }

  /** Asks for what is missing, and gives up what nobody watches. */
  reconcile(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#over) return;
    for (const [name, asked] of this.#asked) if (!this.channels.get(name)) this.#leave(name, asked);
    for (const state of this.channels) if (this.#isDue(state) && !this.#ask(state)) return;
    this.#lookLater();
  }

  subscribed({ channel }: Subscribed): void {
    if (this.#asked.has(channel)) this.#mark(channel, "subscribed");
  }

  /** It is not subscribed (any more): asked for again when somebody watches it. */
  left(channel: string, reason: string): void {
    // Ended by both sides at once: ours has still to be answered, and that answer must not be taken for another's.
    if (reason === "client" || !this.isLeaving(channel)) this.#asked.delete(channel);
  }

  isLeaving(channel: string): boolean {
    return this.#asked.get(channel)?.state === "leaving";
  }

  /** The server wants it asked for later; without a channel, whatever was not answered yet. */
  later(channel: string | undefined): void {
    if (channel !== undefined) return this.#mark(channel, "later");
    for (const [name, asked] of this.#asked) if (asked.state === "asked") this.#mark(name, "later");
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #mark(channel: string, state: Asked["state"]): void {
    this.#asked.set(channel, { state, since: performance.now() });
  }

  #isDue(state: ChannelState): boolean {
    const asked = this.#asked.get(state.name);
    if (!asked) return true;
    if (asked.state === "subscribed") return state.stale;
    return this.#waitOf(asked) <= 0;
  }

  #waitOf({ state, since }: Asked): number {
    return since + (state === "later" ? retryMs : answerMs) - performance.now();
  }

  #ask(state: ChannelState): boolean {
    const now = performance.now();
    while (this.#turns.length > 0 && (this.#turns[0] as number) <= now - burst * everyMs) this.#turns.shift();
    if (this.#turns.length >= burst) {
      this.#timer = setTimeout(() => this.reconcile(), (this.#turns[0] as number) + burst * everyMs - now + 1);
      return false;
    }
    this.#turns.push(now);
    this.#mark(state.name, "asked");
    this.link().subscribe(wishOf(state));
    return true;
  }

  #leave(name: string, asked: Asked): void {
    if (asked.state === "leaving") return;
    if (asked.state === "later") return void this.#asked.delete(name);
    this.#mark(name, "leaving");
    this.link().unsubscribe(name as Channel);
  }

  #lookLater(): void {
    const waits = [...this.#asked.values()].filter(({ state }) => state !== "subscribed");
    if (waits.length === 0) return;
    const soonest = Math.min(...waits.map((asked) => this.#waitOf(asked)));
    this.#timer = setTimeout(() => this.reconcile(), Math.max(1, soonest));
  }
}

function wishOf(state: ChannelState): Wish {
  return { channel: state.name as Channel, after: state.cursor };
}
