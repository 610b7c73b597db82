// @vitest-environment node
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { type TransportName, TrawlClient } from "../../src/index.js";
import type { WebSocketClass } from "../../src/realtime/types.js";
import { CustomJob } from "../live/CustomJob.js";
import { eventually } from "../live/eventually.js";
import { Line } from "../live/Line.js";
import { Recorder, upTo } from "./Recorder.js";

const webSocket = WebSocket as unknown as WebSocketClass;
const refusing: Record<TransportName, RegExp> = {
  websocket: /^GET \/ws/,
  sse: /^GET \/events/,
  polling: /^GET \/api\/events/,
};

let line: Line;
let reports: TrawlClient;
let client: TrawlClient;
beforeEach(async () => {
  line = await Line.to(inject("trawlUrl"));
  reports = new TrawlClient({ url: inject("trawlUrl"), userId: "cursor" });
});
afterEach(async () => {
  client.close();
  reports.close();
  await line.close();
});

function connect(...transports: TransportName[]): TrawlClient {
  client = new TrawlClient({ url: line.url, userId: "cursor", webSocket, ...(transports.length > 0 ? { transports } : {}) });
  return client;
}

const serves = (transport: TransportName) =>
  eventually(
    () => client.realtime.status,
    (status) => status.state === "connected" && status.transport === transport,
  );

/** Some log events more. */
async function more(job: CustomJob, events: number): Promise<void> {
  for (let i = 0; i < events; i++) await job.model(`model-${i}`, "completed");
}

describe.each<TransportName>(["websocket", "sse", "polling"])("over %s", (transport) => {
  test("a job is told from its beginning to its end, each event once and in order", async () => {
    const job = await CustomJob.submit(reports.rest);
    const seen = Recorder.on(connect(transport).realtime, `job:${job.id}`, { after: 0 });
    await more(job, 5);
    await job.complete();
    await seen.until(({ end }) => end !== null);
    expect(seen.seqs).toEqual(upTo((await job.now()).seq));
    expect(seen.types.at(-1)).toBe("completed");
    expect(seen.answers[0]?.recovered).toBe(true);
  });

  test("a line that is cut in mid-job costs nothing [S1.27]", async () => {
    const job = await CustomJob.submit(reports.rest);
    const seen = Recorder.on(connect(transport).realtime, `job:${job.id}`, { after: 0 });
    await serves(transport);
    for (let cut = 0; cut < 3; cut++) {
      await more(job, 3);
      line.cut();
      await more(job, 3);
    }
    await job.complete();
    await seen.until(({ end }) => end !== null);
    expect(seen.seqs).toEqual(upTo((await job.now()).seq));
    expect(seen.answers.every(({ recovered }) => recovered)).toBe(true);
  });

  test("who subscribes to a job that has ended is told how it ended [D4]", async () => {
    const job = await CustomJob.submit(reports.rest);
    await job.complete({ pages: 3 });
    const seen = Recorder.on(connect(transport).realtime, `job:${job.id}`);
    await seen.until(({ end }) => end === "ended");
    expect(seen.answers[0]?.snapshot).toMatchObject({ status: "completed", result: { pages: 3 } });
  });

  test("one that comes late is told what it asks for, and the others nothing twice", async () => {
    const job = await CustomJob.submit(reports.rest);
    const first = Recorder.on(connect(transport).realtime, `job:${job.id}`, { after: 0 });
    await more(job, 4);
    await first.until(({ seqs }) => seqs.length === 5);
    const all = Recorder.on(client.realtime, `job:${job.id}`, { after: 2 });
    const next = Recorder.on(client.realtime, `job:${job.id}`);
    await next.until(({ answers }) => answers.length > 0);
    await more(job, 2);
    await job.complete();
    for (const one of [first, all, next]) await one.until(({ end }) => end !== null);
    const last = (await job.now()).seq;
    expect(first.seqs).toEqual(upTo(last));
    expect(all.seqs).toEqual(upTo(last).slice(2));
    expect(next.answers[0]?.seq).toBe(5);
    expect(next.seqs).toEqual(upTo(last).slice(5));
  });

  test("what is not there is refused, and costs the others nothing", async () => {
    const job = await CustomJob.submit(reports.rest);
    const { realtime } = connect(transport);
    const none = Recorder.on(realtime, "job:00000000-0000-7000-8000-000000000000");
    const there = Recorder.on(realtime, `job:${job.id}`);
    await none.until(({ refusals }) => refusals.length > 0);
    await there.until(({ answers }) => answers.length > 0);
    expect(none.refusals).toEqual(["not_found"]);
    await more(job, 1);
    await there.until(({ seqs }) => seqs.length === 1);
  });
});

describe.each<[TransportName, TransportName]>([
  ["websocket", "sse"],
  ["websocket", "polling"],
  ["sse", "polling"],
])("from %s to %s and back", (better, worse) => {
  test("nothing is missed and nothing comes twice [S3.14] [S3.16]", async () => {
    const job = await CustomJob.submit(reports.rest);
    const seen = Recorder.on(connect(better, worse).realtime, `job:${job.id}`, { after: 0 });
    await serves(better);
    await more(job, 3);
    line.refuseRequests(refusing[better]);
    line.cut();
    await more(job, 3);
    await serves(worse);
    await more(job, 3);
    line.restore();
    const writing = more(job, 40);
    await serves(better);
    await writing;
    await job.complete();
    await seen.until(({ end }) => end !== null);
    expect(seen.seqs).toEqual(upTo((await job.now()).seq));
  });
});
