// @vitest-environment node
import { afterEach, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { type TransportName, TrawlClient } from "../../src/index.js";
import type { WebSocketClass } from "../../src/realtime/types.js";
import { CustomJob } from "../live/CustomJob.js";
import { Line } from "../live/Line.js";
import { TrawlServer } from "../live/TrawlServer.js";
import { Recorder, upTo } from "./Recorder.js";

const webSocket = WebSocket as unknown as WebSocketClass;
const clients: TrawlClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function clientOf(url: string, transports: TransportName[]): TrawlClient {
  const client = new TrawlClient({ url, userId: "chaos", webSocket, transports });
  clients.push(client);
  return client;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const kinds = [/^GET \/ws/, /^GET \/events/, /^GET \/api\/events/];
const seeds = process.env.SEED ? [Number(process.env.SEED)] : [1, 2, 3];

test.each(seeds)(
  "500 events over a line that breaks at random come once each and in order (seed %i)",
  async (seed) => {
    const random = randomOf(seed);
    const line = await Line.to(inject("trawlUrl"));
    const reports = clientOf(inject("trawlUrl"), ["polling"]);
    const job = await CustomJob.submit(reports.rest);
    const { realtime } = clientOf(line.url, ["websocket", "sse", "polling"]);
    const watch = (after: number) => ({ after, recorder: Recorder.on(realtime, `job:${job.id}`, { after }) });
    const watchers = [watch(0)];
    const user = Recorder.on(realtime, "user:chaos", { after: 0 });
    for (let i = 0; i < 500; i++) {
      await job.model(`m${i % 10}`, "completed", `result ${i}`);
      const what = random();
      if (what < 0.03) line.cut();
      else if (what < 0.04) line.refuseRequests(kinds[Math.floor(random() * kinds.length)] as RegExp);
      else if (what < 0.06) line.restore();
      if (random() < 0.02) watchers.push(watch(Math.floor(random() * i)));
    }
    line.restore();
    await job.complete();
    const last = (await job.now()).seq;
    for (const { after, recorder } of watchers) {
      await recorder.until(({ end }) => end !== null, 60_000);
      expect(recorder.seqs).toEqual(upTo(last).slice(after));
    }
    await user.until(({ types }) => types.includes("completed"));
    expect(user.seqs).toEqual(upTo(user.seqs.length));
    await line.close();
  },
  180_000,
);

test("a server that is killed and started again, and one that is stopped in order, cost nothing", async () => {
  const server = await TrawlServer.start();
  try {
    const reports = clientOf(server.url, ["polling"]);
    const job = await CustomJob.submit(reports.rest);
    const seen = (["websocket", "sse", "polling"] as const).map((transport) =>
      Recorder.on(clientOf(server.url, [transport]).realtime, `job:${job.id}`, { after: 0 }),
    );
    for (const end of ["kill", "stop"] as const) {
      for (let i = 0; i < 10; i++) await job.model(`${end}${i}`, "completed");
      await server[end]();
      await server.start();
      for (let i = 0; i < 10; i++) await job.model(`${end} and on ${i}`, "completed");
    }
    await job.complete();
    for (const watcher of seen) await watcher.until(({ end }) => end !== null, 60_000);
    const last = (await job.now()).seq;
    for (const watcher of seen) expect(watcher.seqs).toEqual(upTo(last));
  } finally {
    await server.dispose();
  }
}, 240_000);
