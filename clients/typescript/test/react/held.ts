import { vi } from "vitest";

/** What the client has begun and not ended: timers, listeners, sockets, streams. Others' are not counted. */
export class Held {
  readonly #timers = new Set<unknown>();
  readonly #listeners = new Map<object, string>();
  readonly #sockets = new Set<WebSocket>();
  readonly #streams = new Set<AbortSignal>();
  /** The addresses of all the sockets there ever were, and what was sent on them. */
  readonly addresses: string[] = [];
  readonly sent: string[] = [];
  /** The channels that stood at some time: what happens from then on is told. */
  readonly stood = new Set<string>();

  /** Counts until the test's end. */
  static install(): Held {
    const held = new Held();
    held.#wrapTimers();
    for (const target of [window, document]) held.#wrapListeners(target);
    held.#wrapSockets();
    held.#wrapFetch();
    return held;
  }

  /** What there is now, and `what` at that: nothing is an empty list. */
  left(...what: ("timers" | "sockets" | "streams" | "listeners")[]): string[] {
    const open = [...this.#sockets].filter(({ readyState }) => readyState < WebSocket.CLOSING);
    const streaming = [...this.#streams].filter(({ aborted }) => !aborted);
    const all = {
      timers: [...this.#timers].map(() => "a timer"),
      sockets: open.map(({ url }) => `a socket to ${url}`),
      streams: streaming.map(() => "a stream"),
      listeners: [...this.#listeners.values()],
    };
    return (what.length > 0 ? what : (Object.keys(all) as (keyof typeof all)[])).flatMap((one) => all[one]);
  }

  #wrapTimers(): void {
    const timers = this.#timers;
    const { setTimeout: later, clearTimeout: never, setInterval: often, clearInterval: stop } = globalThis;
    const wrap =
      (make: typeof later, isOnce: boolean) =>
      (handler: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
        if (!isOurs()) return make(handler, ms, ...args);
        const timer = make(() => {
          if (isOnce) timers.delete(timer);
          handler(...args);
        }, ms);
        timers.add(timer);
        return timer;
      };
    const clear = (how: typeof never) => (timer: never) => {
      timers.delete(timer);
      how(timer);
    };
    vi.stubGlobal("setTimeout", wrap(later, true));
    vi.stubGlobal("setInterval", wrap(often as typeof later, false));
    vi.stubGlobal("clearTimeout", clear(never));
    vi.stubGlobal("clearInterval", clear(stop));
  }

  #wrapListeners(target: EventTarget): void {
    const listeners = this.#listeners;
    const add = target.addEventListener.bind(target);
    const name = target === document ? "document" : "window";
    const wrapped: typeof add = (type, listener, options) => {
      add(type, listener, options);
      if (!isOurs()) return;
      const key = {};
      listeners.set(key, `a listener of ${type} on ${name}`);
      const signal = typeof options === "object" ? options.signal : undefined;
      signal?.addEventListener("abort", () => listeners.delete(key));
    };
    vi.spyOn(target, "addEventListener").mockImplementation(wrapped);
  }

  #wrapSockets(): void {
    const { addresses, sent, stood } = this;
    const sockets = this.#sockets;
    const Real = globalThis.WebSocket;
    vi.stubGlobal(
      "WebSocket",
      class extends Real {
        constructor(url: string | URL) {
          super(url);
          sockets.add(this);
          addresses.push(String(url));
          this.addEventListener("message", ({ data }) => {
            const { type, channel } = JSON.parse(data) as { type: string; channel: string };
            if (type === "subscribed") stood.add(channel);
          });
        }

        override send(data: string): void {
          sent.push(data);
          super.send(data);
        }
      },
    );
  }

  #wrapFetch(): void {
    const streams = this.#streams;
    const real = globalThis.fetch;
    vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
      const response = await real(input, init);
      const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
      if (isStream && init?.signal) streams.add(init.signal);
      return response;
    });
  }
}

// Whoever called: the client's sources, not a test, not a library.
function isOurs(): boolean {
  return /\/clients\/typescript\/src\//.test(new Error().stack ?? "");
}
