import { afterEach, expect, test, vi } from "vitest";
import { type UseJobResult, useJob, useJobWebSocket } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { happens, stages } from "./stage.js";

const stage = stages();
afterEach(() => {
  Reflect.deleteProperty(document, "visibilityState");
});

function look(visibilityState: DocumentVisibilityState): void {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visibilityState });
  happens("visibilitychange", document);
}

/** All log events up to this one are in the feed, each once, in order. */
async function logged(now: () => UseJobResult, last: number): Promise<void> {
  const seqs = () => now().feed.map(({ seq }) => seq);
  await eventually(seqs, (all) => all.at(-1) === last);
  expect(seqs()).toEqual(Array.from({ length: last }, (_, index) => index + 1));
}

test("after a sleep it finds the line dead, and goes on where it was [S3.13]", async () => {
  const { hook, job, line } = await stage();
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  line.strand();
  await custom.stage("crawling");
  await custom.progress(40);
  happens("resume", document);
  await eventually(() => shown.now().job?.progress === 40);
  await custom.stage("embedding");
  await logged(shown.now, 3);
});

test("a hidden tab hears all that counts, and shows it when it is seen again", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  look("hidden");
  for (const stage of ["discovering", "crawling", "embedding"] as const) await custom.stage(stage);
  look("visible");
  await custom.stage("finalizing");
  await logged(shown.now, 5);
  expect(shown.now().job?.stage).toBe("finalizing");
});

test("offline it waits and says so; online it goes on at once", async () => {
  const { hook, job, line } = await stage({ local: false });
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  const network = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  line.refuse();
  happens("offline");
  await eventually(() => shown.now().connection.state === "offline");
  await custom.progress(50);
  expect(shown.now().connection.retryAt).toBeNull();
  network.mockReturnValue(true);
  line.restore();
  happens("online");
  await eventually(() => shown.now().job?.progress === 50);
});

test("without sockets it polls and says so, and goes back when there are some again [S3.14 S3.15 S3.16]", async () => {
  const { hook, job, line } = await stage();
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  line.refuseRequests(/^GET \/(ws|events)/);
  line.cut();
  await eventually(() => shown.now().usingPolling);
  await custom.progress(20);
  await custom.stage("crawling");
  await eventually(() => shown.now().job?.progress === 20);
  line.restore();
  await eventually(() => shown.now().connection.transport === "websocket");
  await custom.stage("embedding");
  await logged(shown.now, 3);
});

test("an end in the gap between polling and socket is told, once [S3.17 D4]", async () => {
  const { hook, job, line } = await stage();
  const custom = await job();
  const onJobCompleted = vi.fn();
  const shown = hook(() => ({ ...useJob(custom.id), old: useJobWebSocket({ onJobCompleted }) }));
  shown.now().old.trackJob(custom.id);
  await eventually(() => shown.now().old.jobProgress);
  line.refuseRequests(/^GET \/(ws|events)/);
  line.cut();
  await eventually(() => shown.now().old.usingPolling);
  line.refuse();
  await custom.complete({ documents: 1 });
  line.restore();
  await eventually(() => shown.now().isEnded);
  await eventually(() => onJobCompleted.mock.calls.length > 0);
  await eventually(() => shown.now().connection.state === "idle" || shown.now().connection.state === "connected");
  expect(onJobCompleted.mock.calls).toEqual([[expect.objectContaining({ jobId: custom.id, result: { documents: 1 } })]]);
  const ends = shown.renders.filter(({ isEnded }, index) => isEnded && !shown.renders[index - 1]?.isEnded);
  expect(ends).toHaveLength(1);
  expect(shown.now().feed.filter(({ type }) => type === "completed")).toHaveLength(1);
});
