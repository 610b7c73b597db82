import { breathe } from "./pace.js";
import type { Work } from "./processParallel.js";
import type { ReportOptions } from "./reporter.js";
import { TaskReport } from "./taskReport.js";

export interface BackgroundWorkerOptions extends Omit<ReportOptions, "taskName"> {
  /** Items under way at once. Defaults to 3. */
  maxConcurrency?: number;
}

/** Works in the background on whatever is added, in that order, a few items at once. */
export interface BackgroundWorker<T, R> {
  /** The item's result, or its failure; the others are done all the same. Rejects at once when the worker was stopped. */
  addWork(item: T): Promise<R>;
  /** Items that wait for their turn; those under way are not counted. */
  getQueueSize(): number;
  /**
   * Takes no more items; resolves when nothing is under way any more. What waits is still done, or, with `drain: false`, rejected with an
   * `AbortError`, and what is under way is aborted.
   */
  stop(how?: { drain?: boolean }): Promise<void>;
}

interface Waiting<T, R> {
  item: T;
  resolve(value: R): void;
  reject(reason: unknown): void;
}

/** Begins a worker. It tells how it goes under `workerName` (by default `worker`), and of its end when it is stopped. */
export function createBackgroundWorker<T, R>(work: Work<T, R>, options: BackgroundWorkerOptions = {}): BackgroundWorker<T, R> {
  const { workerName = "worker", maxConcurrency = 3 } = options;
  const report = new TaskReport({ ...options, workerName, taskName: workerName }, 10);
  const [queue, stop] = [[] as Waiting<T, R>[], new AbortController()];
  let [active, added, stopped] = [0, 0, false];
  const whenIdle: (() => void)[] = [];

  async function loop(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await one(next);
      await breathe();
    }
    active--;
    if (active === 0) for (const tell of whenIdle.splice(0)) tell();
  }

  async function one({ item, resolve, reject }: Waiting<T, R>): Promise<void> {
    report.itemBegun();
    const [index, startedAt] = [added++, performance.now()];
    const name = typeof item === "string" ? item : `#${index + 1}`;
    try {
      const value = await work(item, { index, signal: stop.signal });
      report.itemDone(name, true, startedAt);
      resolve(value);
    } catch (error) {
      report.itemDone(name, false, startedAt);
      reject(error);
    }
  }

  async function end(drain: boolean): Promise<void> {
    const isFirst = !stopped;
    stopped = true;
    const aborted = new DOMException("The worker was stopped.", "AbortError");
    if (!drain) {
      stop.abort(aborted);
      for (const waiting of queue.splice(0)) waiting.reject(aborted);
    }
    if (active > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
    if (isFirst) report.end();
  }

  return {
    addWork: (item) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new DOMException("The worker was stopped.", "InvalidStateError"));
        queue.push({ item, resolve, reject });
        report.expect(queue.length);
        if (active >= maxConcurrency) return;
        active++;
        queueMicrotask(loop);
      }),
    getQueueSize: () => queue.length,
    stop: ({ drain = true } = {}) => end(drain),
  };
}
