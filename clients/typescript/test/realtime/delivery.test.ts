// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TrawlEvent } from "../../src/index.js";
import { Batch, thinned } from "../../src/realtime/channels/batch.js";
import { Delivery } from "../../src/realtime/channels/delivery.js";

let hidden = false;
let delivery: Delivery;
beforeEach(() => {
  hidden = false;
  vi.useFakeTimers();
  const signals = { online: () => true, hidden: () => hidden, listen: () => () => {} };
  delivery = new Delivery({ frameMs: 16, signals });
});
afterEach(() => {
  delivery.close();
  vi.useRealTimers();
});

const event = (type: string, seq: number | null, jobId = "a") => ({ type, seq, jobId, data: {} }) as unknown as TrawlEvent;

function batching() {
  const told: number[] = [];
  const batch = new Batch({ events: (events) => void told.push(events.length) });
  const tell = (many: number) => {
    for (let i = 0; i < many; i++) batch.event(event("stage", 1));
    delivery.wants(batch);
  };
  return { told, tell, batch };
}

test("the first is told at once, what follows with the next frame", async () => {
  const { told, tell } = batching();
  tell(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([1]);
  for (let i = 0; i < 5; i++) tell(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([1]);
  await vi.advanceTimersByTimeAsync(17);
  expect(told).toEqual([1, 10]);
});

test("a page that nobody sees is told once a second, though it has no frames", async () => {
  const { told, tell } = batching();
  tell(1);
  await vi.advanceTimersByTimeAsync(0);
  hidden = true;
  tell(3);
  await vi.advanceTimersByTimeAsync(900);
  expect(told).toEqual([1]);
  await vi.advanceTimersByTimeAsync(101);
  expect(told).toEqual([1, 3]);
});

test("who is thinned loses no log event, keeps the newest of each state and the newest 200 of the commentary, in order", () => {
  const all = [
    ...Array.from({ length: 500 }, (_, i) => event("stage", i + 1)),
    ...Array.from({ length: 300 }, () => event("batch_complete", null)),
    event("progress", null, "a"),
    event("progress", null, "b"),
    event("progress", null, "a"),
    event("stage", 501),
  ];
  const kept = thinned(all);
  expect(kept.flatMap(({ seq }) => (seq === null ? [] : [seq]))).toEqual(Array.from({ length: 501 }, (_, i) => i + 1));
  expect(kept.filter(({ type }) => type === "batch_complete")).toHaveLength(200);
  expect(kept.filter(({ type }) => type === "progress").map(({ jobId }) => jobId)).toEqual(["b", "a"]);
  expect(kept.at(-1)?.seq).toBe(501);
});

test("what waits for a page that sleeps is bounded, whatever comes", () => {
  const told: TrawlEvent[] = [];
  const batch = new Batch({ events: (events) => void told.push(...events) });
  for (let i = 0; i < 100_000; i++) batch.event(event("batch_complete", null));
  batch.event(event("completed", 1));
  batch.deliver();
  expect(told).toHaveLength(201);
});

test("one that throws costs the others nothing, and is not silenced", async () => {
  const bad = new Batch({
    events: () => {
      throw new Error("A fault of the page's.");
    },
  });
  const { told, tell } = batching();
  bad.event(event("stage", 1));
  delivery.wants(bad);
  tell(1);
  await expect(vi.advanceTimersByTimeAsync(0)).rejects.toThrow("A fault of the page's.");
  expect(told).toEqual([1]);
});

test("who leaves in the middle of what it is told, is told no more", () => {
  const told: string[] = [];
  const batch = new Batch({
    subscribed: () => batch.stop(),
    events: () => void told.push("events"),
  });
  batch.subscribed({ channel: "system", seq: 0, recovered: true, snapshot: null });
  batch.event(event("stage", 1));
  batch.deliver();
  expect(told).toEqual([]);
});
