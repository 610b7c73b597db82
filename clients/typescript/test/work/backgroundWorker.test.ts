import { expect, test, vi } from "vitest";
import { createBackgroundWorker } from "../../src/index.js";
import { gates, told } from "./told.js";

test("each addWork answers with its item's result, a few at once and in order [S0.17, S0.18, S0.19]", async () => {
  const { open, wait } = gates();
  const begun: string[] = [];
  const worker = createBackgroundWorker(
    async (item: string) => {
      begun.push(item);
      await wait();
      return item.toUpperCase();
    },
    { maxConcurrency: 2 },
  );
  const results = ["a", "b", "c", "d"].map((item) => worker.addWork(item));
  await vi.waitFor(() => expect(open).toHaveLength(2));
  expect([begun, worker.getQueueSize()]).toEqual([["a", "b"], 2]);
  for (let done = 0; done < 4; done++) {
    await vi.waitFor(() => expect(open.length).toBeGreaterThan(done));
    open[done]?.();
  }
  expect(await Promise.all(results)).toEqual(["A", "B", "C", "D"]);
  expect([begun, worker.getQueueSize()]).toEqual([["a", "b", "c", "d"], 0]);
});

test("an item that fails is its own matter, and all is told under the worker's name [S0.8, S0.17, S0.30]", async () => {
  const { reporter, of } = told();
  const work = (item: number) => {
    if (item === 2) throw new Error("no fish");
    return item;
  };
  const worker = createBackgroundWorker(work, { workerName: "document_processor", maxConcurrency: 1, reporter });
  const results = await Promise.allSettled([1, 2, 3].map((item) => worker.addWork(item)));
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  await worker.stop();
  expect(of("worker_item_completed").map(({ workerName, ok }) => [workerName, ok])).toEqual([
    ["document_processor", true],
    ["document_processor", false],
    ["document_processor", true],
  ]);
  expect(of("task_completed")).toMatchObject([{ taskName: "document_processor", completed: 2, failed: 1 }]);
});

test("stop finishes what waits, takes no more, and is told once [S0.20]", async () => {
  const { reporter, of } = told();
  const worker = createBackgroundWorker(async (item: number) => item, { maxConcurrency: 1, reporter });
  const results = [1, 2, 3].map((item) => worker.addWork(item));
  await Promise.all([worker.stop(), worker.stop()]);
  expect(await Promise.all(results)).toEqual([1, 2, 3]);
  await expect(worker.addWork(4)).rejects.toThrow("stopped");
  expect(of("task_completed")).toHaveLength(1);
});

test("stop without draining gives up what waits and aborts what is under way [S0.20]", async () => {
  const worker = createBackgroundWorker(
    (_: number, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    { maxConcurrency: 1 },
  );
  const results = Promise.allSettled([1, 2].map((item) => worker.addWork(item)));
  await worker.stop({ drain: false });
  expect((await results).map((result) => result.status === "rejected" && result.reason.name)).toEqual([
    "AbortError",
    "AbortError",
  ]);
});
