import type { TrawlEvent } from "../../events.js";
import { Batch } from "../channels/batch.js";
import type { Channel, ChannelObserver, Realtime, Subscribed, Subscription } from "../types.js";
import type { Told } from "./messages.js";

/** A subscription of this tab, with its cursor: so it can go on elsewhere. */
export class SharedSubscription {
  readonly batch: Batch;
  #own: Subscription | undefined;
  #over = false;

  /** `last` is its last log event; undefined before it is subscribed. */
  constructor(
    readonly channel: Channel,
    readonly observer: ChannelObserver,
    public last: number | undefined,
  ) {
    this.batch = new Batch(observer);
  }

  /** What the worker says of it. */
  tell(told: Told): void {
    if (this.#over) return;
    if (told.tell === "subscribed") this.batch.subscribed(this.#begun(told.answer));
    else if (told.tell === "events") for (const event of told.events) this.batch.event(this.#passed(event));
    else if (told.tell === "unsubscribed") this.batch.unsubscribed(this.#ended(told.reason));
    else this.batch.error(this.#ended(told.code), told.message);
  }

  /** Goes on by this connection, which has batches of its own. */
  moveTo(own: Realtime): void {
    if (this.#over) return;
    this.batch.deliver();
    this.#own = own.subscribe(this.channel, this.observer, this.last === undefined ? {} : { after: this.last });
  }

  stop(): void {
    this.#over = true;
    this.batch.stop();
    this.#own?.unsubscribe();
  }

  #begun(answer: Subscribed): Subscribed {
    if (this.last === undefined || !answer.recovered) this.last = answer.seq;
    return answer;
  }

  #passed(event: TrawlEvent): TrawlEvent {
    if (event.seq !== null) this.last = event.seq;
    return event;
  }

  // Nothing follows: not on another line either.
  #ended(why: string): string {
    this.#over = true;
    return why;
  }
}
