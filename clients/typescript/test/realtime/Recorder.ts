import type {
  Channel,
  ChannelObserver,
  Realtime,
  Subscribed,
  SubscribeOptions,
  Subscription,
  TrawlEvent,
} from "../../src/index.js";
import { eventually } from "../live/eventually.js";

/** An observer that writes down what it is told. */
export class Recorder implements ChannelObserver {
  readonly answers: Subscribed[] = [];
  readonly seen: TrawlEvent[] = [];
  readonly batches: number[] = [];
  readonly refusals: string[] = [];
  end: string | null = null;
  #subscription: Subscription | undefined;

  static on(realtime: Realtime, channel: Channel, options?: SubscribeOptions): Recorder {
    const recorder = new Recorder();
    recorder.#subscription = realtime.subscribe(channel, recorder, options);
    return recorder;
  }

  /** The numbers of the log events, in the order in which they were told. */
  get seqs(): number[] {
    return this.seen.flatMap(({ seq }) => (seq === null ? [] : [seq]));
  }

  get types(): string[] {
    return this.seen.map(({ type }) => type);
  }

  subscribed(answer: Subscribed): void {
    this.answers.push(answer);
  }

  events(events: readonly TrawlEvent[]): void {
    this.batches.push(events.length);
    this.seen.push(...events);
  }

  unsubscribed(reason: string): void {
    this.end = reason;
  }

  error(code: string): void {
    this.refusals.push(code);
  }

  leave(): void {
    this.#subscription?.unsubscribe();
  }

  async until(isTrue: (recorder: Recorder) => boolean, patienceMs?: number): Promise<void> {
    await eventually(
      () => ({
        seqs: this.seqs.slice(-3),
        types: this.types.slice(-3),
        answers: this.answers.length,
        end: this.end,
        is: isTrue(this),
      }),
      ({ is }) => is,
      patienceMs,
    );
  }
}

/** 1 … n. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}
