import { expect, test, vi } from "vitest";
import { processParallel, processParallelSettled, processWithRateLimit } from "../../src/index.js";
import { gates, told } from "./told.js";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("results come in the items' order, and never more than maxConcurrency are under way [S0.9, S0.10, S0.27]", async () => {
  let [now, most] = [0, 0];
  const results = await processParallel(
    numbers(50),
    async (item) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 50 - item));
      now--;
      return item * 2;
    },
    { maxConcurrency: 3 },
  );
  expect(results).toEqual(numbers(50).map((item) => item * 2));
  expect(most).toBe(3);
});

test("progress, batches and the end are told with the task's name [S0.11, S0.12, S0.13, S0.4, S0.5, S0.6, S0.7, S0.8]", async () => {
  const { reporter, of } = told();
  await processParallel(numbers(25), (item) => item, { batchSize: 10, taskName: "url_crawling", reporter });
  expect(of("processing_progress")[0]).toMatchObject({ taskName: "url_crawling", completed: 0, total: 25, progressPercent: 0 });
  expect(of("processing_progress").at(-1)).toMatchObject({ completed: 25, total: 25, progressPercent: 100 });
  expect(of("batch_complete").map(({ completed, batchSize }) => [completed, batchSize])).toEqual([
    [10, 10],
    [20, 10],
    [25, 5],
  ]);
  expect(of("worker_item_completed")).toHaveLength(25);
  expect(of("task_completed")).toMatchObject([{ taskName: "url_crawling", completed: 25, failed: 0 }]);
});

test("progressUpdates: false tells nobody [S0.12]", async () => {
  const { reporter, all } = told();
  await processParallel([1], (item) => item, { reporter, progressUpdates: false });
  expect(all).toEqual([]);
});

test("however many items, they are told at a rate that somebody can read", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { reporter, of } = told();
  await processParallel(numbers(5000), (item) => item, { reporter, batchSize: 5000 });
  vi.useRealTimers();
  expect(of("worker_item_completed")).toHaveLength(25);
  expect(of("processing_progress")).toHaveLength(2);
});

test("the first failure is thrown when nothing is under way any more, and nothing is begun after it [S0.23, S0.30]", async () => {
  const [begun, ended] = [[] as number[], [] as number[]];
  const { open, wait } = gates();
  const run = processParallel(
    numbers(10),
    async (item, { signal }) => {
      begun.push(item);
      if (item === 1) throw new Error("no fish");
      await wait();
      expect(signal.aborted).toBe(true);
      ended.push(item);
    },
    { maxConcurrency: 3 },
  );
  await vi.waitFor(() => expect(open).toHaveLength(2));
  for (const go of open) go();
  await expect(run).rejects.toThrow("no fish");
  expect([begun, ended]).toEqual([
    [0, 1, 2],
    [0, 2],
  ]);
});

test("settled, every item is tried and says what became of it [S0.30]", async () => {
  const { reporter, of } = told();
  const odd = (item: number) => {
    if (item % 2) throw new Error(`${item}`);
    return item;
  };
  const results = await processParallelSettled(numbers(4), odd, { reporter });
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
  expect(of("task_completed")).toMatchObject([{ completed: 2, failed: 2 }]);
});

test("a signal ends it with its reason", async () => {
  const stop = new AbortController();
  const run = processParallel(numbers(100), (item) => item === 5 && stop.abort(new Error("enough")), { signal: stop.signal });
  await expect(run).rejects.toThrow("enough");
});

test("items are taken as there is room: a source without end costs no memory [S0.31, S0.32]", async () => {
  let made = 0;
  async function* endless() {
    for (;;) yield made++;
  }
  const stop = new AbortController();
  const run = processParallel(endless(), (item) => item === 20 && stop.abort(), { maxConcurrency: 2, signal: stop.signal });
  await expect(run).rejects.toThrow();
  expect(made).toBeLessThan(25);
});

test("work that never waits lets timers have the thread all the same [S0.26]", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await processParallel(numbers(20), () => {
    for (const until = performance.now() + 10; performance.now() < until; );
  });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
});

test("processWithRateLimit takes its reporter as `websocket` too [S0.15]", async () => {
  const { reporter, of } = told();
  await processWithRateLimit([1], (item) => item, {
    rateLimit: 1,
    maxConcurrency: 2,
    websocket: reporter,
    taskName: "api_crawling",
  });
  expect(of("task_completed")).toMatchObject([{ taskName: "api_crawling", completed: 1 }]);
});

test("rateLimit lies between the beginnings of two items, however many may run at once [S0.15, S0.16, S0.28]", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const begun: number[] = [];
  const run = processWithRateLimit(numbers(5), () => begun.push(performance.now()), {
    rateLimit: 200,
    maxConcurrency: 3,
  });
  for (let due = 0; due < 5; due++) {
    await vi.waitFor(() => expect(begun).toHaveLength(due + 1), { interval: 1 });
    if (due < 4) await vi.advanceTimersByTimeAsync(200);
  }
  vi.useRealTimers();
  await run;
  expect(begun.map((at) => at - (begun[0] ?? 0))).toEqual([0, 200, 400, 600, 800]);
});
