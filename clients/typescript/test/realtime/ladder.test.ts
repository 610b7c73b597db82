import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Recorder } from "./Recorder.js";
import { Stage } from "./Stage.js";

let stage: Stage;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stage.connection.close();
  vi.useRealTimers();
});

const A = "job:a";

/** What a polled channel answers; nothing else does. */
function polled(seq: number, events: number[]): void {
  stage.fetched.mockImplementation(async (url) => {
    if (!url.includes("/api/")) throw new TypeError("fetch failed");
    const after = Number(new URL(url).searchParams.get("after") ?? seq);
    const log = events
      .filter((one) => one > after)
      .map((one) => ({ type: "stage", channel: A, jobId: "a", seq: one, version: null, timestamp: "", data: {} }));
    const body = { channel: A, events: log, seq: Math.max(seq, after), recovered: true, snapshot: null };
    return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
  });
}

/** Watches A over polling, since nothing else connects. */
async function onTheLowestRung(): Promise<Recorder> {
  stage = new Stage();
  polled(1, [1]);
  const seen = Recorder.on(stage.connection, A, { after: 0 });
  await stage.pass();
  stage.socket.break();
  await stage.pass();
  return seen;
}

test("where neither a socket nor a stream connects, it polls at once, and every 3 s [S3.14]", async () => {
  const seen = await onTheLowestRung();
  expect(stage.connection.status).toMatchObject({ state: "connected", transport: "polling" });
  expect(seen.seqs).toEqual([1]);
  const before = stage.fetched.mock.calls.length;
  polled(2, [1, 2]);
  await stage.pass(2999);
  expect(stage.fetched.mock.calls.length).toBe(before);
  await stage.pass(1);
  expect(seen.seqs).toEqual([1, 2]);
});

test("the better one takes over when it has all, and not before [S3.16]", async () => {
  const seen = await onTheLowestRung();
  await stage.pass(5000);
  expect(stage.sockets).toHaveLength(2);
  expect(stage.socket.asked).toEqual([[A, "1"]]);
  stage.socket.open();
  expect(stage.connection.status.transport).toBe("polling");
  polled(2, [1, 2]);
  await stage.pass(3000);
  stage.socket.answer(A, 2);
  expect(stage.connection.status).toMatchObject({ state: "connected", transport: "websocket" });
  for (const seq of [2, 3]) stage.socket.event(A, seq);
  await stage.pass();
  expect(seen.seqs).toEqual([1, 2, 3]);
  const calls = stage.fetched.mock.calls.length;
  await stage.pass(10_000);
  expect(stage.fetched.mock.calls.length).toBe(calls);
});

test("it looks for the better one ever more seldom, and at once when the page comes back", async () => {
  await onTheLowestRung();
  const tries: number[] = [];
  const began = Date.now();
  for (let second = 0; second < 200; second++) {
    const before = stage.sockets.length;
    await stage.pass(1000);
    if (stage.sockets.length === before) continue;
    tries.push((Date.now() - began) / 1000);
    stage.socket.break();
  }
  expect(tries).toEqual([5, 15, 35, 75, 135, 195]);
  const before = stage.sockets.length;
  stage.signal("wake");
  await stage.pass();
  expect(stage.sockets).toHaveLength(before + 1);
});

test("a transport that breaks twice in a row is left for the next one down", async () => {
  stage = new Stage(["websocket", "polling"]);
  polled(1, [1]);
  Recorder.on(stage.connection, A);
  await stage.pass();
  for (let time = 0; time < 2; time++) {
    stage.socket.open();
    stage.socket.answer(A, 1);
    await stage.pass(100);
    stage.socket.break();
    if (time === 0) await stage.pass(1000);
  }
  await stage.pass(1000);
  expect(stage.connection.status).toMatchObject({ state: "connected", transport: "polling" });
});

test("when nothing connects the next round begins at the top", async () => {
  stage = new Stage();
  Recorder.on(stage.connection, A);
  await stage.pass();
  stage.socket.break();
  await stage.pass();
  expect(stage.fetched).toHaveBeenCalledTimes(2);
  expect(stage.connection.status).toMatchObject({ state: "reconnecting", attempt: 1 });
  await stage.pass(1000);
  expect(stage.sockets).toHaveLength(2);
});

test("without a WebSocket the ladder begins below it, and without any transport nothing does", () => {
  stage = new Stage(["sse"]);
  expect(() => new Stage([])).toThrow("None of the transports");
});

test("what is no event stream, as from a server that answers every path with its page, is no connection", async () => {
  stage = new Stage(["sse"]);
  stage.fetched.mockImplementation(async () => new Response("<html>", { headers: { "Content-Type": "text/html" } }));
  Recorder.on(stage.connection, A);
  await stage.pass();
  expect(stage.connection.status.state).toBe("reconnecting");
});

test("a server that is busy is given the time it asks for", async () => {
  stage = new Stage(["sse"]);
  stage.fetched.mockImplementation(async () => new Response("{}", { status: 503, headers: { "Retry-After": "4" } }));
  Recorder.on(stage.connection, A);
  await stage.pass();
  expect((stage.connection.status.retryAt ?? 0) - Date.now()).toBe(4000);
});
