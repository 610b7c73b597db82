// @vitest-environment node
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { TrawlClient } from "../../src/index.js";
import { CustomJob } from "./CustomJob.js";
import { Line } from "./Line.js";

let line: Line;
beforeAll(async () => {
  line = await Line.to(inject("trawlUrl"));
});
afterAll(() => line.close());

const ask = (signal?: AbortSignal) =>
  fetch(`${line.url}/health/live`, { headers: { Connection: "close" }, ...(signal && { signal }) });

test("the line passes what is said, and can be refused and restored", async () => {
  expect((await ask()).ok).toBe(true);
  line.refuse();
  await expect(ask()).rejects.toThrow();
  line.restore();
  expect((await ask()).ok).toBe(true);
});

test("the line can be stalled: nothing comes, nothing ends, and then it does", async () => {
  line.stall();
  let answered = false;
  const asked = ask().then((answer) => {
    answered = true;
    return answer;
  });
  await ask(AbortSignal.timeout(200)).catch(() => {});
  expect(answered).toBe(false);
  line.restore();
  expect((await asked).ok).toBe(true);
});

test("one kind of request can be refused while others pass", async () => {
  line.refuseRequests(/^GET \/health/);
  await expect(ask()).rejects.toThrow();
  expect((await fetch(`${line.url}/api/jobs`, { headers: { Connection: "close" } })).ok).toBe(true);
  line.restore();
});

test("a custom job does what a test tells it", async () => {
  const client = new TrawlClient({ url: line.url, userId: "harness" });
  const job = await CustomJob.submit(client.rest, { total: 4 });
  await job.progress(2, 4);
  expect((await job.now()).progress).toBe(50);
  await job.complete();
  expect((await job.now()).status).toBe("completed");
  client.close();
});
