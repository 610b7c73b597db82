import type { TrawlEvent } from "../../events.js";
import type { ChannelObserver, Subscribed } from "../types.js";
import { Batch } from "./batch.js";
import type { Delivery } from "./delivery.js";

// A log that has a hole where it says it has none is not asked for for ever.
const mostHoles = 3;

/** One who watches a channel, and how far it has been told. */
export class Watcher {
  readonly batch: Batch;
  /** Its last log event; undefined: it takes what the next answer says. */
  last: number | undefined;
  /** It waits for a `subscribed`: the first, or that after a reconnect. */
  waits = true;

  constructor(observer: ChannelObserver, after: number | undefined) {
    this.batch = new Batch(observer);
    this.last = after;
  }
}

/**
 * A channel that somebody watches. Every watcher has a cursor of its own, and whatever comes is held against it: so it does not
 * matter how often, from where, or over how many lines the server is asked: each is told every log event once and in order.
 */
export class ChannelState {
  readonly watchers = new Set<Watcher>();
  readonly #versions = new Map<string, number>();
  #hole = false;
  #holes = 0;

  constructor(
    readonly name: string,
    readonly delivery: Delivery,
  ) {}

  /** The server has to be asked: somebody waits for an answer, or has missed something. */
  get stale(): boolean {
    return this.#hole || [...this.watchers].some((watcher) => watcher.waits);
  }

  /** From where the server has to tell, so that nobody misses anything. */
  get cursor(): number | undefined {
    if (this.#holes > mostHoles) return undefined;
    let least: number | undefined;
    for (const { last } of this.watchers) if (last !== undefined && (least === undefined || last < least)) least = last;
    return least;
  }

  /** The line was lost: all are to be told how things stand. */
  lost(): void {
    for (const watcher of this.watchers) watcher.waits = true;
  }

  /** The server will tell everything after `asked`, or, where it cannot or was not asked to, after `answer.seq`. */
  subscribed(answer: Subscribed, asked: number | undefined): void {
    this.#hole = false;
    const from = asked !== undefined && answer.recovered ? asked : answer.seq;
    for (const watcher of this.watchers) {
      const fate = this.#fateOf(watcher, from, answer, asked);
      if (fate === "served" && !watcher.waits) continue;
      watcher.waits = fate === "missed";
      if (watcher.waits) continue;
      if (watcher.last === undefined || fate === "lost") watcher.last = answer.seq;
      this.#tell(watcher, (batch) => batch.subscribed({ ...answer, recovered: fate === "served" }));
    }
    if (this.#holes > mostHoles) this.#holes = 0;
    this.#note(answer);
  }

  /** How things stand now, told by a transport that has no state events. */
  refreshed(answer: Subscribed): void {
    if (!this.#note(answer)) return;
    for (const watcher of this.watchers) if (!watcher.waits) this.#tell(watcher, (batch) => batch.subscribed(answer));
  }

  event(event: TrawlEvent): void {
    if (event.seq === null && this.#isOld(event)) return;
    for (const watcher of this.watchers) {
      // It does not know yet where it stands; what it misses follows the answer.
      if (watcher.waits) continue;
      if (event.seq !== null && !this.#isNext(watcher, event.seq)) continue;
      this.#tell(watcher, (batch) => batch.event(event));
    }
  }

  /** The server has ended it, for those that it had let in. Who still waits is for another answer. */
  unsubscribed(reason: string): void {
    for (const watcher of this.watchers) {
      if (watcher.waits) continue;
      this.watchers.delete(watcher);
      this.#tell(watcher, (batch) => batch.unsubscribed(reason));
    }
  }

  error(code: string, message: string): void {
    for (const watcher of this.watchers) this.#tell(watcher, (batch) => batch.error(code, message));
  }

  #tell(watcher: Watcher, what: (batch: Batch) => void): void {
    what(watcher.batch);
    this.delivery.wants(watcher.batch);
  }

  #isNext(watcher: Watcher, seq: number): boolean {
    const last = watcher.last as number;
    if (seq <= last) return false;
    if (seq > last + 1) {
      if (!this.#hole) this.#holes++;
      this.#hole = true;
      return false;
    }
    watcher.last = seq;
    this.#holes = 0;
    return true;
  }

  // `version` counts a job's changes, whichever line an event comes over; that of `presence` counts something else.
  #isOld(event: TrawlEvent): boolean {
    if (event.version === null || (event.type !== "progress" && event.type !== "queue_position")) return false;
    const key = `${event.jobId}`;
    if (event.version < (this.#versions.get(key) ?? 0)) return true;
    this.#versions.set(key, event.version);
    return false;
  }

  // True when the snapshot is newer than what is known.
  #note({ snapshot }: Subscribed): boolean {
    if (snapshot === null || snapshot.version <= (this.#versions.get(snapshot.id) ?? 0)) return false;
    this.#versions.set(snapshot.id, snapshot.version);
    return true;
  }

  // What an answer is to one of them. `missed`: what it lacks was not asked for. `lost`: it was, and the log does not have it.
  #fateOf({ last, waits }: Watcher, from: number, answer: Subscribed, asked: number | undefined): "served" | "missed" | "lost" {
    if (last === undefined) return "served";
    if (last < from) return (asked === undefined ? this.#holes > mostHoles : asked <= last) ? "lost" : "missed";
    // Its cursor is beyond the log's end: of another log, as after a restored backup. Who is merely ahead of a late answer is not.
    return last > answer.seq && (waits || (!answer.recovered && asked === last)) ? "lost" : "served";
  }
}
