import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Credentials } from "../../src/api/credentials.js";
import { Recorder } from "./Recorder.js";
import { Stage } from "./Stage.js";

let stage: Stage;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stage.connection.close();
  vi.useRealTimers();
});

const A = "job:a";
const subscribes = () => stage.socket.sent.filter(({ action }) => action === "subscribe");

describe("many channels", () => {
  const watch = (many: number) => Array.from({ length: many }, (_, i) => Recorder.on(stage.connection, `job:${i}`, { after: i }));

  test("as many as an address takes are in it, with their cursors, the others are asked for at the server's pace", async () => {
    stage = new Stage(["websocket"]);
    watch(60);
    await stage.pass();
    stage.socket.open();
    expect(stage.socket.asked).toHaveLength(40);
    expect(stage.socket.asked[39]).toEqual(["job:39", "39"]);
    expect(subscribes()).toHaveLength(8);
    await stage.pass(999);
    expect(subscribes()).toHaveLength(8);
    await stage.pass(1003);
    expect(subscribes().map(({ channel }) => channel)).toEqual(Array.from({ length: 20 }, (_, i) => `job:${40 + i}`));
  });

  test("one that was too much is asked for again, the others are not", async () => {
    stage = new Stage(["websocket"]);
    watch(3);
    await stage.pass();
    stage.socket.open();
    for (const i of [0, 2]) stage.socket.answer(`job:${i}`, i);
    stage.socket.say({ type: "error", code: "rate_limited", message: "", channel: "job:1" });
    await stage.pass(999);
    expect(subscribes()).toEqual([]);
    await stage.pass(1);
    expect(subscribes()).toEqual([{ action: "subscribe", channel: "job:1", after: 1 }]);
  });

  test("one that is never answered is asked for again", async () => {
    stage = new Stage(["websocket"]);
    Recorder.on(stage.connection, A);
    await stage.pass();
    stage.socket.open();
    await stage.pass(15_000);
    expect(subscribes()).toEqual([{ action: "subscribe", channel: A }]);
  });

  test("two who watch the same are one subscription, and what comes between a question and its answer is not lost", async () => {
    stage = new Stage(["websocket"]);
    const first = Recorder.on(stage.connection, A, { after: 0 });
    await stage.pass();
    stage.socket.open();
    stage.socket.answer(A, 0);
    stage.socket.event(A, 1);
    const second = Recorder.on(stage.connection, A);
    await stage.pass();
    expect(subscribes()).toEqual([{ action: "subscribe", channel: A, after: 1 }]);
    stage.socket.event(A, 2);
    stage.socket.answer(A, 2);
    for (const seq of [2, 3]) stage.socket.event(A, seq);
    await stage.pass();
    expect(first.seqs).toEqual([1, 2, 3]);
    expect(first.answers).toHaveLength(1);
    expect(second.answers).toMatchObject([{ seq: 2 }]);
    expect(second.seqs).toEqual([3]);
    first.leave();
    second.leave();
    await stage.pass();
    expect(stage.socket.sent.filter(({ action }) => action === "unsubscribe")).toHaveLength(1);
  });
});

describe("tokens", () => {
  const token = vi.fn(({ renew }: { renew: boolean }) => (renew ? "new" : "old"));
  beforeEach(() => void token.mockClear());

  async function open(credentials: Credentials, expiresInMs?: number): Promise<void> {
    stage = new Stage(["websocket"], credentials);
    Recorder.on(stage.connection, A);
    await stage.pass();
    stage.socket.open(expiresInMs === undefined ? {} : { expiresAt: new Date(Date.now() + expiresInMs).toISOString() });
    stage.socket.answer(A, 0);
  }

  test("one is renewed on the open line before it ends", async () => {
    await open({ token }, 600_000);
    const states: string[] = [];
    stage.connection.onStatus(({ state }) => states.push(state));
    for (let ping = 0; ping < 18; ping++) {
      await stage.pass(30_000);
      stage.socket.say({ type: "pong" });
    }
    expect(stage.socket.sent).toContainEqual({ action: "authenticate", token: "new" });
    expect([states, stage.sockets.length]).toEqual([[], 1]);
  });

  test("one that has ended is asked for anew, at once", async () => {
    await open({ token });
    stage.socket.say({ type: "unsubscribed", channel: A, reason: "token_expired" });
    await stage.pass();
    expect(new URL(stage.socket.address).searchParams.get("access_token")).toBe("new");
    expect(stage.sockets).toHaveLength(2);
  });

  test("one that is refused even so is the user's matter, and other credentials are tried", async () => {
    stage = new Stage(["sse"], { token });
    stage.fetched.mockImplementation(async () => new Response("{}", { status: 401 }));
    Recorder.on(stage.connection, A);
    await stage.pass();
    expect(stage.fetched).toHaveBeenCalledTimes(2);
    expect(stage.connection.status.state).toBe("unauthorized");
    await stage.pass(60_000);
    expect(stage.fetched).toHaveBeenCalledTimes(2);
    stage.caller.change({ apiKey: "key" });
    await stage.pass();
    expect(stage.fetched.mock.calls.at(-1)?.[1].headers).toEqual({ "X-Api-Key": "key" });
  });

  test("a token function that fails is asked again, as after any other break", async () => {
    stage = new Stage(["websocket"], { token: () => Promise.reject(new Error("The identity provider is away.")) });
    Recorder.on(stage.connection, A);
    await stage.pass();
    expect(stage.connection.status).toMatchObject({ state: "reconnecting", error: "The identity provider is away." });
  });
});
