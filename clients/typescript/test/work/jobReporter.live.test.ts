import { afterEach, beforeEach, expect, inject, test } from "vitest";
import {
  createBackgroundWorker,
  createJobReporter,
  type JobReporter,
  processParallel,
  runCpuIntensiveTask,
  startCustomJob,
  TrawlClient,
  type TrawlEvent,
} from "../../src/index.js";
import { eventually } from "../live/eventually.js";
import { Line } from "../live/Line.js";

let line: Line;
let client: TrawlClient;
const events: TrawlEvent[] = [];
const reporters: JobReporter[] = [];

beforeEach(async () => {
  line = await Line.to(inject("trawlUrl"));
  client = new TrawlClient({ url: inject("trawlUrl"), userId: `worker-${crypto.randomUUID()}` });
  events.length = 0;
});
afterEach(async () => {
  for (const reporter of reporters.splice(0)) reporter.close();
  client.close();
  await line.close();
});

/** A job that is reported on through the line, and whose events are heard. */
async function start(body: { title?: string; total?: number } = {}, options = {}): Promise<JobReporter> {
  const throughLine = new TrawlClient({ url: line.url, userId: client.options.userId ?? "" });
  const job = await startCustomJob(throughLine, body, { sendEveryMs: 20, ...options });
  throughLine.close();
  reporters.push(job);
  await new Promise<void>((resolve) =>
    client.realtime.subscribe(
      `job:${job.jobId}`,
      { subscribed: () => resolve(), events: (batch) => void events.push(...batch) },
      { after: 0 },
    ),
  );
  return job;
}

const job = (id: string) => client.rest.get("/api/jobs/{id}", { path: { id } });
const heard = (type: TrawlEvent["type"]) => events.filter((event) => event.type === type);

test("the flow of seed 000: pages crawled in parallel, embedded in the background, watched live [S0.22, S0.29, S0.32]", async () => {
  const reporter = await start({ title: "Knowledge" });
  const pages = Array.from({ length: 20 }, (_, page) => `https://example.com/${page}`);
  const worker = createBackgroundWorker(
    (text: string) => runCpuIntensiveTask((input: string) => [...input].map((letter) => letter.charCodeAt(0)), { input: text }),
    { maxConcurrency: 2, workerName: "embedding_generator", progressUpdates: true, reporter },
  );
  const options = { maxConcurrency: 3, batchSize: 5, progressUpdates: true, taskName: "knowledge_crawling", reporter };
  const crawled = await processParallel(pages, async (url) => `Text of ${url}`, options);
  const embeddings = await Promise.all(crawled.map((text) => worker.addWork(text)));
  await worker.stop();
  expect(await reporter.complete({ embeddings: embeddings.length })).toBe(true);

  await eventually(() => heard("completed").length === 1);
  expect(heard("batch_complete").map((event) => (event.data as { completed: number }).completed)).toEqual([
    5, 10, 15, 20, 10, 20,
  ]);
  expect(heard("worker_item_completed")).toHaveLength(40);
  expect(heard("task_completed").map((event) => event.data)).toMatchObject([
    { taskName: "knowledge_crawling", completed: 20, failed: 0 },
    { taskName: "embedding_generator", completed: 20, failed: 0 },
  ]);
  expect(await job(reporter.jobId)).toMatchObject({
    status: "completed",
    counts: { completed: 40, failed: 0, total: 40 },
    result: { embeddings: 20 },
  });
});

test("a line that is cut loses nothing: all that waits is sent, in order, and the end last [S0.23, S0.30]", async () => {
  const reporter = await start({ total: 3 });
  line.refuse();
  for (let page = 0; page < 100; page++) reporter.event("sync:progress", { page });
  const ended = reporter.complete({ pages: 100 });
  line.restore();
  expect(await ended).toBe(true);
  await eventually(() => heard("completed").length === 1);
  expect(heard("sync:progress").map((event) => (event.data as { page?: number }).page)).toEqual(
    Array.from({ length: 100 }, (_, page) => page),
  );
  expect(reporter.dropped).toBe(0);
});

test("an end whose answer was lost is one end", async () => {
  const reporter = await start();
  await reporter.flush();
  line.stall();
  const ended = reporter.complete({ fish: 1 });
  line.restore();
  line.cut();
  expect(await ended).toBe(true);
  expect(await reporter.complete()).toBe(false);
  await eventually(() => heard("completed").length > 0);
  expect(await job(reporter.jobId)).toMatchObject({ status: "completed", result: { fish: 1 } });
});

test("a job that somebody cancels ends the work", async () => {
  const reporter = await start({}, { askEveryMs: 50 });
  const work = processParallel(
    [1],
    (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    {
      signal: reporter.ended,
      reporter,
    },
  );
  const refused = expect(work).rejects.toThrow();
  await client.rest.post("/api/jobs/{id}/cancel", { path: { id: reporter.jobId } });
  await refused;
  expect(await reporter.complete()).toBe(false);
});

test("of too much the oldest is dropped, and what the server cannot read costs itself only", async () => {
  const reporter = await start({}, { capacity: 10, sendEveryMs: 60_000 });
  for (let page = 0; page < 15; page++) reporter.event("sync:progress", { page });
  await reporter.flush();
  expect(reporter.dropped).toBe(5);
  reporter.event("nonsense", {});
  await reporter.flush();
  expect(reporter.dropped).toBe(6);
  const long = { workerName: "", item: `${"é".repeat(4000)}\ud800`, ok: true, durationMs: 1, queueSize: 0 };
  reporter.report("worker_item_completed", long);
  await reporter.flush();
  await eventually(() => heard("worker_item_completed").length === 1);
  expect(heard("sync:progress")).toHaveLength(10);
  expect(reporter.dropped).toBe(6);
});

test("another program reports with the job's id and token alone, and may fail it", async () => {
  const accepted = await client.rest.post("/api/jobs", { body: { type: "custom" } });
  const reporter = createJobReporter({
    url: line.url,
    jobId: accepted.id,
    reportToken: "reportToken" in accepted ? accepted.reportToken : "",
  });
  reporters.push(reporter);
  expect(await reporter.fail({ code: "no_fish", message: "There is none." })).toBe(true);
  expect(await job(accepted.id)).toMatchObject({ status: "failed", error: { code: "no_fish" } });
  const stranger = createJobReporter({ url: line.url, jobId: accepted.id, reportToken: "x".repeat(43) });
  reporters.push(stranger);
  await expect(stranger.complete()).rejects.toMatchObject({ code: "not_found" });
});
