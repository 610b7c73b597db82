import type { WebSocketClass } from "./types.js";

/** What a page tells of itself and its network. */
export interface Signals {
  /** False when the browser is sure that there is no network. */
  online(): boolean;
  /** Nobody sees the page: it need not be told more than once a second. */
  hidden(): boolean;
  /** Returns what ends it. */
  listen(listener: (signal: Signal) => void): () => void;
}

/** `aside`: the page is left, and perhaps kept for later. `wake`: it comes back: seen again, out of the cache, thawed. */
export type Signal = "online" | "offline" | "aside" | "wake";

/** All that the live connection has from its surroundings, timers apart: in one place, for tests. */
export interface Environment {
  fetch: typeof fetch;
  webSocket: WebSocketClass | undefined;
  random(): number;
  signals: Signals;
  /** The least time between two deliveries, in ms. */
  frameMs: number;
}

/** The surroundings as they are: a page, a worker or Node. */
export function environmentOf(url: string, options: { fetch?: typeof fetch; webSocket?: WebSocketClass }): Environment {
  const inPage = typeof document !== "undefined";
  return {
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    webSocket: options.webSocket ?? (globalThis.WebSocket as unknown as WebSocketClass | undefined),
    random: Math.random,
    signals: pageSignals(isLocal(url)),
    frameMs: inPage ? 16 : 0,
  };
}

// A server on this machine is there without any network, whatever the browser says of that.
function isLocal(url: string): boolean {
  const base = globalThis.location?.href;
  const host = URL.canParse(url, base) ? new URL(url, base).hostname : "";
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

function pageSignals(local: boolean): Signals {
  return {
    online: () => local || globalThis.navigator?.onLine !== false,
    hidden: () => typeof document !== "undefined" && document.visibilityState === "hidden",
    listen: (listener) => {
      if (typeof globalThis.addEventListener !== "function") return () => {};
      const ended = new AbortController();
      const on = (target: EventTarget, type: string, signal: Signal) =>
        target.addEventListener(type, () => listener(signal), { signal: ended.signal });
      on(globalThis, "online", "online");
      on(globalThis, "offline", local ? "wake" : "offline");
      on(globalThis, "pagehide", "aside");
      on(globalThis, "pageshow", "wake");
      if (typeof document !== "undefined") {
        on(document, "resume", "wake");
        const seen = () => {
          if (document.visibilityState === "visible") listener("wake");
        };
        document.addEventListener("visibilitychange", seen, { signal: ended.signal });
      }
      return () => ended.abort();
    },
  };
}
