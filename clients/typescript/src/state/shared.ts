import type { Watch } from "./store.js";

/** A store that several watch: begun with the first, ended after the last. */
export interface Shareable<S> {
  getState(): S;
  subscribe(listener: () => void): () => void;
  start(): void;
  stop(): void;
  /** Begins anew, with nothing known: somebody else is calling. */
  restart(): void;
}

interface Entry<T> {
  readonly store: T;
  watchers: number;
}

/** One store for each key, for as long as it is watched. */
export class Shared<S, T extends Shareable<S>> {
  readonly #entries = new Map<string, Entry<T>>();

  constructor(private readonly make: (key: string) => T) {}

  /** The store of the key, when it is being watched. */
  peek(key: string): T | undefined {
    return this.#entries.get(key)?.store;
  }

  /** All that are being watched. */
  all(): T[] {
    return [...this.#entries.values()].map(({ store }) => store);
  }

  watch(key: string): Watch<S> & { readonly store: T } {
    const entry = this.#enter(key);
    const off = new Set<() => void>();
    let closed = false;
    return {
      store: entry.store,
      getState: () => entry.store.getState(),
      subscribe: (listener) => {
        if (closed) return () => {};
        const stop = entry.store.subscribe(listener);
        off.add(stop);
        return () => {
          stop();
          off.delete(stop);
        };
      },
      close: () => {
        if (closed) return;
        closed = true;
        for (const stop of off) stop();
        this.#leave(key, entry);
      },
    };
  }

  /** Ends all of them at once. */
  close(): void {
    for (const { store } of this.#entries.values()) store.stop();
    this.#entries.clear();
  }

  #enter(key: string): Entry<T> {
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { store: this.make(key), watchers: 0 };
      this.#entries.set(key, entry);
      entry.store.start();
    }
    entry.watchers++;
    return entry;
  }

  // Not at once: React's strict mode, and a move from one part of a page to another, let go and take again in one breath.
  #leave(key: string, entry: Entry<T>): void {
    entry.watchers--;
    queueMicrotask(() => {
      if (entry.watchers > 0 || this.#entries.get(key) !== entry) return;
      this.#entries.delete(key);
      entry.store.stop();
    });
  }
}
