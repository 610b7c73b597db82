import { afterAll, beforeAll, expect, test } from "vitest";
import { useJob, useJobs } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { TrawlServer } from "../live/TrawlServer.js";
import { stages } from "./stage.js";

let server: TrawlServer;
beforeAll(async () => {
  server = await TrawlServer.start();
});
afterAll(() => server.dispose());

const stage = stages(() => server.url);

test("a server that is killed in mid-job and comes back leaves no gap and no double [S2.40]", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => ({ ...useJob(custom.id), list: useJobs().jobs }));
  await custom.stage("discovering");
  await custom.progress(30);
  await eventually(() => shown.now().job?.progress === 30 && shown.now().list[0]?.progress === 30);

  await server.kill();
  await eventually(() => shown.now().connection.state === "reconnecting");
  expect(shown.now().job?.progress).toBe(30);
  await server.start();

  await custom.stage("crawling");
  await custom.progress(60);
  await eventually(() => shown.now().job?.progress === 60 && shown.now().list[0]?.progress === 60, Boolean, 40_000);
  await custom.complete();
  await eventually(() => shown.now().isEnded && shown.now().list[0]?.status === "completed");
  const seqs = shown.now().feed.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(seqs).toHaveLength((await custom.now()).seq);
  const progress = shown.renders.map((render) => render.job?.progress ?? 0);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
});

test("a server that is stopped in order says so, and the client comes back [S1.29]", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  await server.stop();
  await eventually(() => shown.now().connection.state === "reconnecting");
  await server.start();
  await custom.progress(10);
  await eventually(() => shown.now().job?.progress === 10, Boolean, 40_000);
});
