import type { TransportName } from "../types.js";

// A line that lasted this long has broken for a reason of its own.
const stableMs = 30_000;
const probesMs = [5_000, 10_000, 20_000, 40_000, 60_000];

/** Which transport is to be tried: the best that works. Rung 0 is the best. */
export class Ladder {
  #home = 0;
  #breaks = 0;
  #probes = 0;

  constructor(readonly rungs: readonly TransportName[]) {}

  /** Where to begin after a break. */
  get home(): number {
    return this.#home;
  }

  /** It could not connect: what to try at once, or null when that was the last one. */
  below(rung: number): number | null {
    return rung + 1 < this.rungs.length ? rung + 1 : null;
  }

  /** This one stands. */
  serves(rung: number): void {
    if (rung !== this.#home) this.#breaks = 0;
    this.#home = rung;
  }

  /** This one stood so long and broke: twice in a row, and the next one down serves. */
  broke(rung: number, livedMs: number): void {
    if (livedMs >= stableMs) {
      this.#breaks = 0;
      this.#probes = 0;
    }
    this.#breaks++;
    if (this.#breaks < 2) return;
    this.#breaks = 0;
    this.#home = this.below(rung) ?? 0;
  }

  /** When to look whether a better one works (again), in ms; each time later. */
  nextProbe(): number {
    return probesMs[Math.min(this.#probes++, probesMs.length - 1)] as number;
  }
}
