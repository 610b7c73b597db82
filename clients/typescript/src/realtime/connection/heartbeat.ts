const intervalMs = 30_000;
const answerMs = 10_000;
const checkMs = 5_000;
// A transport that only listens hears a comment every 15 s.
const silenceMs = 40_000;

/** Finds out whether a line that says nothing is still there: a line cut without a word looks like one where nothing happens. */
export class Heartbeat {
  #next: ReturnType<typeof setTimeout> | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #listensOnly = false;

  /** `ping` asks for an answer, false when that cannot be; `dead` is called once at most. */
  constructor(
    readonly ping: () => boolean,
    readonly dead: () => void,
  ) {}

  start(): void {
    this.#schedule();
  }

  /** Asks now, and not patiently: the machine may have slept. */
  check(): void {
    if (this.#stopped) return;
    clearTimeout(this.#answer);
    this.#answer = this.ping() ? setTimeout(() => this.#die(), checkMs) : undefined;
  }

  /** Something came. Who has pinged waits for the pong: what else comes may have been on its way for long. */
  alive(pong: boolean): void {
    if (this.#stopped) return;
    if (pong) {
      clearTimeout(this.#answer);
      this.#answer = undefined;
    } else if (this.#listensOnly) {
      this.#schedule();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#next);
    clearTimeout(this.#answer);
  }

  #schedule(): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => (this.#listensOnly ? this.#die() : this.#beat()), this.#listensOnly ? silenceMs : intervalMs);
  }

  #beat(): void {
    if (this.ping()) {
      this.#answer ??= setTimeout(() => this.#die(), answerMs);
    } else {
      this.#listensOnly = true;
    }
    this.#schedule();
  }

  #die(): void {
    if (this.#stopped) return;
    this.stop();
    this.dead();
  }
}
