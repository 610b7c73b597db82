import type { TrawlEvent } from "../../events.js";
import type { ChannelObserver, Subscribed } from "../types.js";

const mostActivity = 200;
// What waits is thinned whenever it has grown by this: a hidden page holds no more than that.
const compactAt = 2000;
const stateTypes: ReadonlySet<string> = new Set(["progress", "queue_position", "presence"]);

/** Whether of the events of this type only the newest matters. */
export function isState(event: TrawlEvent): boolean {
  return stateTypes.has(event.type);
}

/** What one observer will be told at the next delivery, in order. */
export class Batch {
  #events: TrawlEvent[] = [];
  #calls: (() => void)[] = [];
  #compactAt = compactAt;
  #over = false;

  constructor(readonly observer: ChannelObserver) {}

  event(event: TrawlEvent): void {
    this.#events.push(event);
    if (this.#events.length < this.#compactAt) return;
    this.#events = thinned(this.#events);
    this.#compactAt = this.#events.length + compactAt;
  }

  subscribed(answer: Subscribed): void {
    this.#then(() => this.observer.subscribed?.(answer));
  }

  unsubscribed(reason: string): void {
    this.#then(() => this.observer.unsubscribed?.(reason));
  }

  error(code: string, message: string): void {
    this.#then(() => this.observer.error?.(code, message));
  }

  /** Nothing is told any more, not even what waits. */
  stop(): void {
    this.#over = true;
    this.#calls = [];
    this.#events = [];
  }

  /** Tells all that waits. */
  deliver(): void {
    this.#seal();
    const calls = this.#calls;
    this.#calls = [];
    for (const call of calls) if (!this.#over) told(call);
  }

  #then(call: () => void): void {
    this.#seal();
    this.#calls.push(call);
  }

  #seal(): void {
    if (this.#events.length === 0) return;
    const events = thinned(this.#events);
    this.#events = [];
    this.#compactAt = compactAt;
    this.#calls.push(() => this.observer.events?.(events));
  }
}

/** All log events, of each state the newest, of the commentary the newest 200; in order. */
export function thinned(events: readonly TrawlEvent[]): TrawlEvent[] {
  const kept: TrawlEvent[] = [];
  const states = new Set<string>();
  let activity = 0;
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i] as TrawlEvent;
    if (event.seq === null) {
      const state = isState(event) ? `${event.type} ${event.jobId}` : undefined;
      if (state === undefined ? ++activity > mostActivity : states.has(state)) continue;
      if (state !== undefined) states.add(state);
    }
    kept.push(event);
  }
  return kept.reverse();
}

// An observer that throws is not to cost the others their events; the fault is told as one that nobody caught.
function told(call: () => void): void {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
