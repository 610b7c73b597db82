/** What changes over time: read it, and hear of each change. */
export interface Watch<S> {
  /** How it stands now: the same object until something changed. */
  getState(): S;
  /** Calls the listener after each change, once for a batch of events. Returns what takes it off. */
  subscribe(listener: () => void): () => void;
  /** Nothing more is heard; the last state stays readable. */
  close(): void;
}

/** A value that listeners are told of. States are never changed, only replaced. */
export class Store<S> {
  readonly #listeners = new Set<() => void>();
  #state: S;

  constructor(state: S) {
    this.#state = state;
  }

  getState = (): S => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    const own = () => listener(); // the same function may be given twice
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  /** Replaces the state; without a word when it is the same one. */
  set(state: S): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Replaces some of the state. */
  patch(part: Partial<S>): void {
    this.set({ ...this.#state, ...part });
  }
}
