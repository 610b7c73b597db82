import type { LinkEnd } from "../transports/transport.js";
import type { Session, SessionListener } from "./session.js";

const settleMs = 15_000;

export interface CandidateListener {
  /** It has all that is watched; `waiting` is what it has heard so far, in order. From now on it tells by itself. */
  settled(session: Session, waiting: readonly (() => void)[]): void;
  failed(): void;
  /** It had taken over, and has ended. */
  closed(end: LinkEnd, opened: boolean): void;
}

/** A line over a better transport, which keeps to itself what it hears until it can take over. */
export class Candidate implements SessionListener {
  readonly session: Session;
  readonly #deadline: ReturnType<typeof setTimeout>;
  #waiting: (() => void)[] | undefined = [];

  constructor(
    begin: (to: SessionListener) => Session,
    readonly to: CandidateListener,
  ) {
    this.#deadline = setTimeout(() => this.#fail(), settleMs);
    this.session = begin(this);
  }

  opened(): void {}

  heard(what: () => void, activity: boolean): void {
    const waiting = this.#waiting;
    if (!waiting) return what();
    // The line that serves tells it as well.
    if (!activity) waiting.push(what);
    if (!this.session.wire.settled) return;
    clearTimeout(this.#deadline);
    this.#waiting = undefined;
    this.to.settled(this.session, waiting);
  }

  closed(end: LinkEnd, opened: boolean): void {
    if (this.#waiting) this.#fail();
    else this.to.closed(end, opened);
  }

  close(): void {
    clearTimeout(this.#deadline);
    this.session.close();
  }

  #fail(): void {
    this.close();
    this.to.failed();
  }
}
