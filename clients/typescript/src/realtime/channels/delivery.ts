import type { Environment } from "../environment.js";
import type { Batch } from "./batch.js";

const hiddenMs = 1000;

/**
 * When observers are told: at once after a quiet moment, else with the page's next frame; once a second while nobody sees it.
 * So a page renders once a frame, however many events come.
 */
export class Delivery {
  readonly #waiting = new Set<Batch>();
  #scheduled: (() => void) | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #over = false;

  constructor(readonly environment: Pick<Environment, "frameMs" | "signals">) {}

  /** This one has something to tell. */
  wants(batch: Batch): void {
    if (this.#over) return;
    this.#waiting.add(batch);
    this.#scheduled ??= this.#schedule();
  }

  close(): void {
    this.#over = true;
    this.#scheduled?.();
    this.#scheduled = undefined;
    this.#waiting.clear();
  }

  #deliver(): void {
    this.#scheduled = undefined;
    this.#last = performance.now();
    const batches = [...this.#waiting];
    this.#waiting.clear();
    for (const batch of batches) batch.deliver();
  }

  #schedule(): () => void {
    let due = true;
    const deliver = () => {
      if (!due) return;
      cancel();
      this.#deliver();
    };
    const quiet = performance.now() - this.#last;
    const between = this.environment.signals.hidden() ? hiddenMs : this.environment.frameMs;
    const frames = typeof requestAnimationFrame === "function" && quiet < between;
    if (quiet >= between) queueMicrotask(deliver);
    // The timer beside the frame: a page that is hidden meanwhile has no frames.
    const frame = frames && between < hiddenMs ? requestAnimationFrame(deliver) : undefined;
    const timer = quiet < between ? setTimeout(deliver, frame === undefined ? between - quiet : hiddenMs) : undefined;
    const cancel = () => {
      due = false;
      if (frame !== undefined) cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    return cancel;
  }
}
