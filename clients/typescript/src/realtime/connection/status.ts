import type { ConnectionStatus } from "../types.js";

/** The connection's state, and who wants to know of it. */
export class Status {
  #listeners = new Set<(status: ConnectionStatus) => void>();
  #now: ConnectionStatus = { state: "idle", transport: null, attempt: 0, retryAt: null, error: null, shared: false };

  get now(): ConnectionStatus {
    return this.#now;
  }

  /** Takes over what differs, and tells it. */
  set(change: Partial<ConnectionStatus>): void {
    const next = { ...this.#now, ...change };
    const keys = Object.keys(next) as (keyof ConnectionStatus)[];
    if (keys.every((key) => next[key] === this.#now[key])) return;
    this.#now = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  on(listener: (status: ConnectionStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
