import { breathe, RateGate } from "./pace.js";
import type { ReportOptions, WorkReporter } from "./reporter.js";
import { TaskReport } from "./taskReport.js";

/** How many items are worked on at once, how fast, and who is told. */
export interface WorkOptions extends ReportOptions {
  /** Items under way at once. Defaults to 3. */
  maxConcurrency?: number;
  /** After how many items a batch is told; nothing waits for a batch to be full. Defaults to 10. */
  batchSize?: number;
  /** How many items there are, for progress. Defaults to what an array or a set says itself. */
  total?: number;
  /** Begins no more, and aborts what is under way. */
  signal?: AbortSignal;
}

export interface RateLimitOptions extends WorkOptions {
  /** The least milliseconds between the beginnings of two items, however many are under way: five a second are 200. */
  rateLimit: number;
  /** What existing callers name `reporter`. */
  websocket?: WorkReporter;
}

/** What the work on an item is handed beside it. */
export interface ItemContext {
  /** The item's place, from 0. */
  readonly index: number;
  /** Aborted when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

export type Work<T, R> = (item: T, context: ItemContext) => R | Promise<R>;

/** Items that are taken one by one, as there is room: a generator without end costs no memory. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/**
 * Works on all items, a few at once, and lets the page (or the program) live between them.
 * @returns the results in the items' order.
 * @throws the first failure, when nothing is under way any more: nothing is begun after it. Or the signal's reason.
 */
export async function processParallel<T, R>(items: Items<T>, work: Work<T, R>, options: WorkOptions = {}): Promise<R[]> {
  return run(items, work, options, 0, throwFailure);
}

/** The same, no faster than `rateLimit` allows: for services that answer 429. */
export async function processWithRateLimit<T, R>(items: Items<T>, work: Work<T, R>, options: RateLimitOptions): Promise<R[]> {
  const reporter = options.reporter ?? options.websocket;
  return run(items, work, { ...options, reporter }, options.rateLimit, throwFailure);
}

/** The same as `processParallel`, but an item that fails keeps none from being done: each says what became of it. */
export async function processParallelSettled<T, R>(
  items: Items<T>,
  work: Work<T, R>,
  options: WorkOptions & { rateLimit?: number } = {},
): Promise<PromiseSettledResult<R>[]> {
  const settle: Work<T, PromiseSettledResult<R>> = async (item, context) => ({
    status: "fulfilled",
    value: await work(item, context),
  });
  return run(items, settle, options, options.rateLimit ?? 0, (reason) => ({ status: "rejected", reason }));
}

function throwFailure(reason: unknown): never {
  throw reason;
}

async function run<T, R>(
  items: Items<T>,
  work: Work<T, R>,
  options: WorkOptions,
  rateLimit: number,
  failed: (reason: unknown) => R,
): Promise<R[]> {
  const [results, stop] = [[] as R[], new AbortController()];
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const gate = new RateGate(rateLimit);
  const report = new TaskReport(options, options.batchSize ?? 10, options.total ?? sizeOf(items));
  let taken = 0;

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const next = await source.next();
      if (next.done) return;
      const index = taken++;
      await gate.pass(signal);
      results[index] = await one(next.value, index);
      await breathe();
    }
  }

  async function one(item: T, index: number): Promise<R> {
    report.itemBegun();
    const [name, startedAt] = [typeof item === "string" ? item : `#${index + 1}`, performance.now()];
    try {
      const value = await work(item, { index, signal });
      report.itemDone(name, true, startedAt);
      return value;
    } catch (error) {
      signal.throwIfAborted();
      report.itemDone(name, false, startedAt);
      return failed(error);
    }
  }

  const loops = Array.from({ length: Math.max(1, options.maxConcurrency ?? 3) }, () =>
    loop().catch((error) => stop.abort(error)),
  );
  await Promise.all(loops);
  await source.return?.();
  report.end();
  signal.throwIfAborted();
  return results;
}

function sizeOf(items: object): number {
  if ("length" in items && typeof items.length === "number") return items.length;
  return "size" in items && typeof items.size === "number" ? items.size : 0;
}
