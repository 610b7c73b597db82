import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Caller } from "../../src/api/credentials.js";
import { Rest } from "../../src/api/rest.js";
import { JobStore } from "../../src/state/job/jobStore.js";
import { completed, event, job, progress, ToldRealtime } from "./made.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const comments = vi.fn();
function watched() {
  const realtime = new ToldRealtime();
  const rest = new Rest("http://trawl", new Caller({}), async () => Response.json({ items: comments() ?? [], next: null }));
  const store = new JobStore("j", realtime, rest);
  const changed = vi.fn();
  store.subscribe(changed);
  store.start();
  const began = (part = {}, recovered = true) => {
    const snapshot = job(part);
    realtime.last.observer.subscribed?.({ channel: "job:j", seq: snapshot.seq, recovered, snapshot });
  };
  const told = (...events: Parameters<typeof applyAll>[0]) => applyAll(events);
  const applyAll = (events: ReturnType<typeof event>[]) => realtime.last.observer.events?.(events);
  return { realtime, store, changed, began, told };
}

test("a batch is told once, however much is in it", () => {
  const { store, changed, began, told } = watched();
  began();
  changed.mockClear();
  told(progress(20, 11), event("stage", { stage: "embedding", message: "" }, { seq: 6, version: 12 }), progress(30, 13));
  expect(changed).toHaveBeenCalledOnce();
  expect(store.getState()).toMatchObject({ job: { progress: 30, seq: 6 }, isLoading: false });
});

test("a batch that says nothing new is not told", () => {
  const { changed, began, told } = watched();
  began();
  changed.mockClear();
  told(progress(1, 3));
  expect(changed).not.toHaveBeenCalled();
});

test("the feed has what happened, and the newest of it", () => {
  const { store, began, told } = watched();
  began();
  const item = (name: string) =>
    event("worker_item_completed", { workerName: "w", item: name, ok: true, durationMs: 1, queueSize: 0 });
  told(progress(20, 11), ...Array.from({ length: 300 }, (_, index) => item(`page ${index}`)));
  const { feed } = store.getState();
  expect(feed).toHaveLength(200);
  expect(feed.at(-1)?.data).toMatchObject({ item: "page 299" });
});

test("tasks are told by name and worker, who watches by presence, where by cursors", () => {
  const { store, began, told } = watched();
  began();
  told(event("processing_progress", { taskName: "crawl", completed: 5, total: 10, progressPercent: 50, worker: "w1" }));
  told(event("task_completed", { taskName: "crawl", completed: 10, failed: 0, durationMs: 1, worker: "w1" }));
  told(event("presence", { users: ["a", "b"], total: 2 }), event("cursor", { userId: "b", target: "t", position: 1 }));
  expect(store.getState()).toMatchObject({
    activity: { tasks: [{ taskName: "crawl", worker: "w1", completed: 10, total: 10, percent: 100 }], ratePerSecond: 2 },
    presence: ["a", "b"],
    cursors: [{ userId: "b" }],
  });
  told(event("presence", { users: ["a"], total: 1 }));
  expect(store.getState().cursors).toEqual([]);
});

test("an older snapshot, as of another replica, takes nothing back", () => {
  const { store, began, told } = watched();
  began();
  told(progress(80, 20));
  began({ version: 12, progress: 30 });
  expect(store.getState().job?.progress).toBe(80);
});

test("what could not be replayed is not pretended: the feed begins anew from the snapshot", () => {
  const { store, began, told } = watched();
  began();
  told(event("stage", { stage: "embedding", message: "" }, { seq: 6, version: 12 }));
  began({ version: 30, seq: 20, progress: 60 }, false);
  expect(store.getState()).toMatchObject({ feed: [], job: { progress: 60, seq: 20 } });
});

test("2 s after the end nothing is held; a retry that was heard elsewhere is listened to from there", () => {
  const { realtime, store, began, told } = watched();
  began();
  told(completed(6, 12));
  expect(store.getState().isEnded).toBe(true);
  expect(realtime.open).toHaveLength(1);
  vi.advanceTimersByTime(2000);
  expect(realtime.open).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
  store.revive();
  expect(realtime.last).toMatchObject({ isOpen: true, after: 6 });
});

test("it is not let go before all of its log has come", () => {
  const { realtime, began, told } = watched();
  began({ status: "completed", seq: 6, version: 12 });
  vi.advanceTimersByTime(10_000);
  expect(realtime.open).toHaveLength(1);
  told(completed(6, 12));
  vi.advanceTimersByTime(2000);
  expect(realtime.open).toHaveLength(0);
});

test("a retry within the 2 s goes on", () => {
  const { realtime, store, began, told } = watched();
  began();
  told(completed(6, 12));
  told(
    event(
      "queued",
      { position: 1, total: 1, estimatedWaitSeconds: null, estimatedWaitP90Seconds: null },
      { seq: 7, version: 13 },
    ),
  );
  vi.advanceTimersByTime(10_000);
  expect(realtime.open).toHaveLength(1);
  expect(store.getState()).toMatchObject({ isEnded: false, job: { status: "queued", progress: 0 } });
});

test("what was said of an ended job is asked for", async () => {
  comments.mockReturnValue([{ id: "c", jobId: "j", userId: "u", text: "late", createdAt: "2026-01-01T00:00:00Z" }]);
  const { store, began } = watched();
  began({ status: "completed" });
  await vi.waitFor(() => expect(store.getState().comments).toMatchObject([{ text: "late" }]));
});

test("a refusal is told, and holds nothing", () => {
  const { realtime, store } = watched();
  realtime.last.observer.error?.("not_found", "There is no such job.");
  expect(store.getState()).toMatchObject({ isLoading: false, error: { code: "not_found" }, job: null });
  expect(realtime.open).toHaveLength(0);
});

test("somebody else sees nothing of it", () => {
  const { realtime, store, began } = watched();
  began();
  store.restart();
  expect(store.getState()).toMatchObject({ job: null, isLoading: true, feed: [] });
  expect(realtime.last.after).toBe(0);
});

test("of a deleted job its watcher is told, and listens no more; of another's deletion nothing changes", () => {
  const { store, realtime, began } = watched();
  began({ sourceId: "s" });
  const deletion = (data: { sourceId?: string }, jobId: string | null) =>
    store.deleted({ ...event("deleted", data, { seq: 1 }), jobId } as Parameters<JobStore["deleted"]>[0]);
  const before = store.getState().job;
  deletion({}, "k");
  deletion({ sourceId: "t" }, null);
  expect(store.getState().job).toBe(before);
  deletion({ sourceId: "s" }, null);
  expect(store.getState()).toMatchObject({ job: { sourceId: null }, error: null });
  deletion({}, "j");
  expect(store.getState().error?.code).toBe("deleted");
  expect(realtime.open).toEqual([]);
});
