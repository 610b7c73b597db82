import { expect, test, vi } from "vitest";
import {
  useChannel,
  useInvalidateOnCompletion,
  useJob,
  useJobs,
  usePresence,
  useRealtime,
  useWebSocket,
} from "../../src/react/index.js";
import { CustomJob } from "../live/CustomJob.js";
import { eventually } from "../live/eventually.js";
import { stages } from "./stage.js";

const stage = stages();
const ids = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => id);

test("a list is live: new jobs on top, progress, and older ones when they are asked for", async () => {
  const { hook, job } = await stage();
  const first = await job();
  const second = await job();
  const shown = hook(() => useJobs({ limit: 1 }));
  await eventually(() => !shown.now().isLoading);
  expect(shown.now()).toMatchObject({ jobs: [{ id: second.id }], hasMore: true });
  const third = await job();
  await eventually(() => shown.now().jobs.length === 2);
  expect(ids(shown.now().jobs)).toEqual([third.id, second.id]);
  await second.progress(40);
  await eventually(() => shown.now().jobs[1]?.progress === 40);
  await shown.now().loadMore();
  await eventually(() => shown.now().jobs.length === 3 && !shown.now().hasMore);
  expect(ids(shown.now().jobs)).toEqual([third.id, second.id, first.id]);
});

test("a job leaves a list that it does not match any more, and comes into the one that it does", async () => {
  const { hook, job } = await stage();
  const shown = hook(() => ({
    running: useJobs({ status: "running", tag: "a" }),
    done: useJobs({ status: ["completed", "failed"] }),
  }));
  await eventually(() => !shown.now().running.isLoading && !shown.now().done.isLoading);
  const custom = await job({ tags: ["a"] });
  await job({ tags: ["b"] });
  await eventually(() => shown.now().running.jobs.length === 1);
  await custom.complete({ documents: 2 });
  await eventually(() => shown.now().running.jobs.length === 0 && shown.now().done.jobs.length === 1);
  expect(shown.now().done.jobs[0]).toMatchObject({ id: custom.id, status: "completed", result: { documents: 2 } });
});

test("what is not a job's keeps its identity", async () => {
  const { hook, job } = await stage();
  const other = await job();
  const custom = await job();
  const shown = hook(() => useJobs());
  await eventually(() => shown.now().jobs.length === 2 && shown.now().jobs[1]?.version === 1);
  const before = shown.now().jobs[1];
  await custom.progress(10);
  await eventually(() => shown.now().jobs[0]?.progress === 10);
  expect(shown.now().jobs[1]).toBe(before);
  expect(before?.id).toBe(other.id);
});

test("notifications and failures come, can be dismissed and cleared [S1.13 S1.16]", async () => {
  const { hook, job, rest, client } = await stage();
  const userId = client.options.userId ?? "";
  const subscribed = vi.fn();
  const shown = hook(() => {
    useChannel(`user:${userId}`, { subscribed });
    return useRealtime();
  });
  await eventually(() => subscribed.mock.calls.length > 0 && shown.now().userId === userId);
  for (const title of ["one", "two"])
    await rest.post("/api/notifications", { body: { level: "success", title, message: "Hello", userId } });
  await eventually(() => shown.now().notifications.length === 2);
  expect(shown.now().notifications[0]).toMatchObject({ level: "success", title: "one", message: "Hello" });
  shown.now().dismiss(shown.now().notifications[0]?.id ?? "");
  await eventually(() => shown.now().notifications.length === 1);
  expect(shown.now().notifications[0]?.title).toBe("two");
  shown.now().clearNotifications();
  await eventually(() => shown.now().notifications.length === 0);

  const custom = await job();
  await custom.fail("broken", "It broke.");
  await eventually(() => shown.now().errors.length === 1);
  expect(shown.now().errors[0]).toMatchObject({ jobId: custom.id, code: "broken", message: "It broke." });
  shown.now().clearErrors();
  await eventually(() => shown.now().errors.length === 0);
});

test("what was told before the page was opened is there, and is no news [S1.13]", async () => {
  const { hook, rest, client } = await stage();
  const userId = client.options.userId ?? "";
  const tell = (title: string) => rest.post("/api/notifications", { body: { level: "info", title, message: "Hello", userId } });
  await tell("before");
  const shown = hook(() => ({ all: useRealtime().notifications, news: useWebSocket().notifications }));
  const mine = () => shown.now().all.filter(({ channel }) => channel === `user:${userId}`);
  await eventually(() => mine().length === 1);
  await tell("after");
  await eventually(() => mine().length === 2);
  expect(mine()).toMatchObject([
    { title: "before", seq: 1, isNew: false },
    { title: "after", seq: 2, isNew: true },
  ]);
  expect(shown.now().news.map(({ title }) => title)).toEqual(["after"]);
});

test("a job that is deleted in another window leaves the list, and its card says so", async () => {
  const { hook, job } = await stage();
  const invalidateQueries = vi.fn();
  const custom = await job();
  const other = await job();
  const shown = hook(() => {
    useInvalidateOnCompletion({ invalidateQueries }, [["sources"]]);
    return { list: useJobs().jobs, card: useJob(custom.id) };
  });
  await eventually(() => shown.now().list.length === 2 && shown.now().card.job);
  await custom.complete();
  await eventually(() => shown.now().card.isEnded);
  invalidateQueries.mockClear();
  await custom.remove();
  await eventually(() => shown.now().list.length === 1 && shown.now().card.error?.code === "deleted");
  expect(ids(shown.now().list)).toEqual([other.id]);
  expect(invalidateQueries.mock.calls).toEqual([[{ queryKey: ["sources"] }]]);
});

test("queries are invalidated when a job ends, and not before", async () => {
  const { hook, job } = await stage();
  const invalidateQueries = vi.fn();
  const shown = hook(() => {
    useInvalidateOnCompletion({ invalidateQueries }, [["sources"], ["stats"]]);
    return useJobs();
  });
  await eventually(() => !shown.now().isLoading);
  const custom = await job();
  await custom.progress(50);
  await eventually(() => shown.now().jobs[0]?.progress === 50);
  expect(invalidateQueries).not.toHaveBeenCalled();
  await custom.complete();
  await eventually(() => invalidateQueries.mock.calls.length > 0);
  expect(invalidateQueries.mock.calls).toEqual([[{ queryKey: ["sources"] }], [{ queryKey: ["stats"] }]]);
});

test("in development an admin watches what is somebody else's", async () => {
  const { job } = await stage();
  const custom = await job();
  for (const transport of ["websocket", "sse", "polling"] as const) {
    const { hook } = await stage({ role: "admin", transports: [transport] });
    const shown = hook(() => useJob(custom.id));
    await eventually(() => shown.now().job?.id === custom.id && shown.now().connection.transport === transport);
  }
});

test("who is on a channel and where they are is shown to the others", async () => {
  const one = await stage();
  const other = await stage({ userId: one.client.options.userId ?? "" });
  const { id } = await CustomJob.submit(one.rest);
  const here = one.hook(() => usePresence(`job:${id}`));
  const there = other.hook(() => usePresence(`job:${id}`));
  await eventually(() => here.now().users.length > 0 && there.now().users.length > 0);
  await eventually(() => {
    there.now().moveCursor({ target: "title", position: 3 });
    return here.now().cursors.length > 0;
  });
  expect(here.now().cursors[0]).toMatchObject({ userId: one.client.options.userId, target: "title", position: 3 });
});
