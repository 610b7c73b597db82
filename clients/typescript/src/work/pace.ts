/** Waits; ends with the signal's reason when it is aborted. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Lets one begin after the other, so many milliseconds apart at least. */
export class RateGate {
  #nextAt = 0;

  constructor(private readonly betweenMs: number) {}

  async pass(signal?: AbortSignal): Promise<void> {
    if (this.betweenMs <= 0) return;
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + this.betweenMs;
    if (at > now) await delay(at - now, signal);
  }
}

const windowMs = 250;

/** Lets so many pass every quarter of a second. */
export class Gate {
  #opened = performance.now();
  #passed: number;

  constructor(
    private readonly most: number,
    closed = false,
  ) {
    this.#passed = closed ? most : 0;
  }

  tryPass(): boolean {
    const now = performance.now();
    if (now - this.#opened >= windowMs) [this.#opened, this.#passed] = [now, 0];
    return this.#passed++ < this.most;
  }
}

const longestMs = 10;
let breathedAt = 0;

/**
 * Lets what waits for the thread have it (sockets, clicks, frames), when it has waited long enough to be felt. By a message: timers
 * are held back in hidden tabs.
 */
export function breathe(): Promise<void> | undefined {
  const now = performance.now();
  if (now - breathedAt < longestMs) return undefined;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      breathedAt = performance.now();
      resolve();
    };
    port2.postMessage(null);
  });
}
