import { threadId } from "node:worker_threads";
import { expect, test } from "vitest";
import { runCpuIntensiveTask } from "../../src/index.js";
import { told } from "./told.js";

test("a function computes on another thread, and this one goes on [S0.14, S0.26, S0.32]", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const thread = await runCpuIntensiveTask(
    (ms: number) => {
      for (const until = performance.now() + ms; performance.now() < until; );
      return process.getBuiltinModule("node:worker_threads").threadId;
    },
    { input: 100 },
  );
  clearInterval(timer);
  expect(thread).not.toBe(threadId);
  expect(ticks).toBeGreaterThan(5);
});

test("it is told under its name, with what it says itself of its progress [S0.13, S0.14, S0.29]", async () => {
  const { reporter, of } = told();
  const sum = await runCpuIntensiveTask(
    async (items: number[], progress) => {
      progress(2, items.length);
      return items.reduce((a, b) => a + b);
    },
    { input: [1, 2, 3], taskName: "embedding_generation", reporter },
  );
  expect(sum).toBe(6);
  expect(of("processing_progress")[0]).toMatchObject({ taskName: "embedding_generation", completed: 0 });
  expect(of("processing_progress").at(-1)).toMatchObject({ completed: 3, total: 3, progressPercent: 100 });
  expect(of("task_completed")).toMatchObject([{ taskName: "embedding_generation", completed: 3, failed: 0 }]);
});

test("what it throws is thrown here, and what it cannot see is explained", async () => {
  const around = 1;
  await expect(runCpuIntensiveTask(() => around)).rejects.toThrow(/around is not defined.*sees nothing but its input/);
  const failing = () => {
    throw new RangeError("too many fish");
  };
  await expect(runCpuIntensiveTask(failing)).rejects.toThrow(new RangeError("too many fish"));
  await expect(runCpuIntensiveTask(() => () => 1)).rejects.toThrow(/could not be cloned/);
});

test("a signal ends a task that would never end", async () => {
  const stop = new AbortController();
  const run = runCpuIntensiveTask(
    (_: undefined, progress) => {
      progress(1, 2);
      for (;;);
    },
    { signal: stop.signal, reporter: { report: () => {} } },
  );
  setTimeout(() => stop.abort(new Error("enough")), 10);
  await expect(run).rejects.toThrow("enough");
});

test("more tasks than processors wait for their turn, and all are done", async () => {
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, input) => runCpuIntensiveTask((n: number) => n * n, { input })),
  );
  expect(results).toEqual(Array.from({ length: 12 }, (_, n) => n * n));
});

test("a module may be named in place of a function, with all that it imports", async () => {
  const module = `import { createHash } from "node:crypto";
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", (input) => parentPort.postMessage({ value: createHash("sha256").update(input).digest("hex") }));`;
  const hash = await runCpuIntensiveTask<string, string>(new URL(`data:text/javascript,${encodeURIComponent(module)}`), {
    input: "fish",
  });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
