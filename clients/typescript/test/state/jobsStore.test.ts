import { expect, test, vi } from "vitest";
import { Caller } from "../../src/api/credentials.js";
import { Rest } from "../../src/api/rest.js";
import type { Job } from "../../src/index.js";
import type { JobsQuery } from "../../src/state/jobs/jobsState.js";
import { JobsStore } from "../../src/state/jobs/jobsStore.js";
import { Live } from "../../src/state/live.js";
import { completed, event, job, progress, ToldRealtime } from "./made.js";

/** A server with these jobs, newest first. */
function listed(jobs: Job[], query: JobsQuery = {}, answered: () => void = () => {}) {
  const asked: string[] = [];
  const server = async (input: RequestInfo | URL) => {
    const { pathname, searchParams } = new URL(String(input));
    asked.push(pathname);
    const one = jobs.find(({ id }) => pathname === `/api/jobs/${id}`);
    if (one) answered();
    if (pathname !== "/api/jobs")
      return one ? Response.json(one) : Response.json({ code: "not_found", title: "", status: 404 }, { status: 404 });
    const after = searchParams.get("after");
    const from = jobs.filter(({ id }) => after === null || id < after);
    const items = from.slice(0, Number(searchParams.get("limit")));
    return Response.json({ items, next: items.length < from.length ? items.at(-1)?.id : null });
  };
  const caller = new Caller({ userId: "u" });
  const realtime = new ToldRealtime();
  const rest = new Rest("http://trawl", caller, server);
  const store = new JobsStore(query, rest, realtime, () => new Live(rest, realtime, caller).watchUser());
  store.start();
  const told = (...events: Parameters<typeof applyAll>[0]) => applyAll(events);
  const applyAll = (events: ReturnType<typeof event>[]) =>
    realtime.subscribed.find(({ channel }) => channel === "user:u")?.observer.events?.(events);
  const ids = () => store.getState().jobs.map(({ id }) => id);
  const loaded = () => vi.waitFor(() => expect(store.getState().isLoading).toBe(false));
  return { asked, realtime, store, told, ids, loaded };
}

test("a job that becomes known by an event is asked for once, and comes to its place", async () => {
  const jobs = [job({ id: "2" })];
  const { asked, told, ids, loaded } = listed(jobs);
  await loaded();
  jobs.unshift(job({ id: "3" }));
  told(event("queued", place, { seq: 1, version: 1, jobId: "3" }), event("started", {}, { seq: 2, version: 2, jobId: "3" }));
  await vi.waitFor(() => expect(ids()).toEqual(["3", "2"]));
  expect(asked.filter((path) => path === "/api/jobs/3")).toHaveLength(1);
});

test("an answer that is older than what was told meanwhile is asked for again, once", async () => {
  const jobs: Job[] = [];
  const { asked, store, told, loaded } = listed(jobs, {}, () => {
    jobs[0] = job({ id: "3", version: 2 });
  });
  await loaded();
  jobs.push(job({ id: "3", version: 1, status: "queued" }));
  told(event("queued", place, { seq: 1, version: 1, jobId: "3" }), event("started", {}, { seq: 2, version: 2, jobId: "3" }));
  await vi.waitFor(() => expect(store.getState().jobs).toMatchObject([{ id: "3", status: "running" }]));
  expect(asked.filter((path) => path === "/api/jobs/3")).toHaveLength(2);
});

test("older jobs that are not loaded stay out until they are", async () => {
  const { store, told, ids, asked, loaded } = listed([job({ id: "3" }), job({ id: "2" }), job({ id: "1" })], { limit: 2 });
  await loaded();
  told(progress(50, 20, {}), event("started", {}, { seq: 9, version: 30, jobId: "1" }));
  expect(ids()).toEqual(["3", "2"]);
  expect(asked).not.toContain("/api/jobs/1");
  expect(store.getState().hasMore).toBe(true);
  await store.loadMore();
  expect(ids()).toEqual(["3", "2", "1"]);
  expect(store.getState().hasMore).toBe(false);
});

test("a job that was deleted elsewhere goes with the next answer", async () => {
  const jobs = [job({ id: "3" }), job({ id: "2" })];
  const { store, ids, loaded } = listed(jobs);
  await loaded();
  jobs.pop();
  await store.refresh();
  expect(ids()).toEqual(["3"]);
});

test("a job that is deleted elsewhere goes at once, and no answer that was under way brings it back", async () => {
  const jobs = [job({ id: "3" }), job({ id: "2" })];
  const { store, told, ids, asked, loaded } = listed(jobs);
  await loaded();
  const late = store.refresh();
  told(event("deleted", {}, { seq: 1, jobId: "3" }), event("comment", said, { seq: 2, jobId: "3" }));
  expect(ids()).toEqual(["2"]);
  await late;
  expect(ids()).toEqual(["2"]);
  expect(asked).not.toContain("/api/jobs/3");
});

test("a source that is deleted elsewhere is no longer its jobs'", async () => {
  const { store, told, loaded } = listed([job({ id: "3", sourceId: "s" }), job({ id: "2", sourceId: "t" })]);
  await loaded();
  const other = store.getState().jobs[1];
  told({ ...event("deleted", { sourceId: "s" }, { seq: 1 }), jobId: null });
  expect(store.getState().jobs).toMatchObject([{ id: "3", sourceId: null }, { id: "2" }]);
  expect(store.getState().jobs[1]).toBe(other);
});

test("what matches no more leaves, and comes back when it matches again", async () => {
  const { told, ids, loaded } = listed([job({ id: "j" })], { status: "running" });
  await loaded();
  told(completed(6, 12));
  expect(ids()).toEqual([]);
  told(event("queued", place, { seq: 7, version: 13 }), event("started", {}, { seq: 8, version: 14 }));
  expect(ids()).toEqual(["j"]);
});

const said = { commentId: "c", userId: "u", text: "" };
const place = { position: 1, total: 1, estimatedWaitSeconds: null, estimatedWaitP90Seconds: null };
