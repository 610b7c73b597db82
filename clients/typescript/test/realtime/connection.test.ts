import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Recorder } from "./Recorder.js";
import { Stage } from "./Stage.js";

let stage: Stage;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stage.connection.close();
  vi.useRealTimers();
});

const A = "job:a";

/** A WebSocket that stands and is subscribed to A. */
async function standing(after?: number): Promise<Recorder> {
  stage = new Stage(["websocket"]);
  const seen = Recorder.on(stage.connection, A, after === undefined ? {} : { after });
  await stage.pass();
  stage.socket.open();
  stage.socket.answer(A, after ?? 0);
  await stage.pass();
  return seen;
}

describe("reconnecting", () => {
  test("each try waits longer, up to 5 s, and the count is shown [S1.27] [S3.12]", async () => {
    await standing();
    const waits: number[] = [];
    stage.socket.break();
    for (let attempt = 1; attempt <= 5; attempt++) {
      const { state, retryAt, attempt: shown } = stage.connection.status;
      expect([state, shown]).toEqual(["reconnecting", attempt]);
      waits.push((retryAt ?? 0) - Date.now());
      await stage.pass(waits.at(-1));
      stage.socket.break();
    }
    expect(waits).toEqual([1000, 2000, 4000, 5000, 5000]);
  });

  test("it goes on from the last event, and starts counting anew [S2.40]", async () => {
    const seen = await standing(0);
    stage.socket.event(A, 1);
    stage.socket.event(A, 2);
    stage.socket.break();
    await stage.pass(1000);
    expect(stage.socket.asked).toEqual([[A, "2"]]);
    stage.socket.open();
    expect(stage.connection.status).toMatchObject({ state: "connected", attempt: 0, retryAt: null, error: null });
    stage.socket.answer(A, 3);
    stage.socket.event(A, 3);
    await stage.pass();
    expect(seen.seqs).toEqual([1, 2, 3]);
    expect(seen.answers.map(({ recovered }) => recovered)).toEqual([true, true]);
  });

  test("a server that goes says when to come back", async () => {
    await standing();
    stage.socket.say({ type: "closing", reason: "server_shutdown", reconnectInMs: 3210 });
    stage.socket.break(1001, "server_shutdown");
    expect((stage.connection.status.retryAt ?? 0) - Date.now()).toBe(3210);
    await stage.pass(3209);
    expect(stage.sockets).toHaveLength(1);
    await stage.pass(1);
    expect(stage.sockets).toHaveLength(2);
  });

  test("what could not be recovered is told, and counting goes on from there", async () => {
    const seen = await standing(0);
    stage.socket.event(A, 1);
    stage.socket.break();
    await stage.pass(1000);
    stage.socket.open();
    stage.socket.answer(A, 90, { recovered: false });
    stage.socket.event(A, 91);
    await stage.pass();
    expect(seen.answers.at(-1)).toMatchObject({ recovered: false, seq: 90 });
    expect(seen.seqs).toEqual([1, 91]);
  });
});

describe("the network", () => {
  test("offline, nothing is tried; online, at once", async () => {
    await standing();
    stage.online = false;
    stage.signal("offline");
    expect(stage.connection.status.state).toBe("offline");
    expect(stage.socket.closed).toBe(true);
    await stage.pass(60_000);
    expect(stage.sockets).toHaveLength(1);
    stage.online = true;
    stage.signal("online");
    await stage.pass();
    expect(stage.sockets).toHaveLength(2);
  });

  test("a page that comes back does not wait for its turn", async () => {
    await standing();
    stage.socket.break();
    stage.signal("wake");
    await stage.pass();
    expect(stage.sockets).toHaveLength(2);
  });

  test("a page that comes back asks whether the line is there, and leaves one that is not within 5 s", async () => {
    await standing();
    stage.signal("wake");
    expect(stage.socket.sent).toContainEqual({ action: "ping" });
    await stage.pass(5000);
    expect(stage.connection.status.state).toBe("reconnecting");
  });

  test("it pings every 30 s, and leaves a line that does not answer within 10 [S4.17] [S4.4]", async () => {
    await standing();
    await stage.pass(29_999);
    expect(stage.socket.sent).toEqual([]);
    await stage.pass(1);
    expect(stage.socket.sent).toEqual([{ action: "ping" }]);
    stage.socket.say({ type: "pong" });
    await stage.pass(30_000);
    expect(stage.connection.status.state).toBe("connected");
    await stage.pass(10_000);
    expect(stage.connection.status).toMatchObject({ state: "reconnecting", error: "The server gives no sign of life." });
    expect(stage.socket.closed).toBe(true);
  });
});

describe("the numbering", () => {
  test("what comes twice is told once, and a hole is asked for", async () => {
    const seen = await standing(0);
    for (const seq of [1, 2, 2, 1, 5, 6]) stage.socket.event(A, seq);
    await stage.pass();
    expect(seen.seqs).toEqual([1, 2]);
    expect(stage.socket.sent).toEqual([{ action: "subscribe", channel: A, after: 2 }]);
    stage.socket.answer(A, 6);
    for (const seq of [3, 4, 5, 6]) stage.socket.event(A, seq);
    await stage.pass();
    expect(seen.seqs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.answers).toHaveLength(1);
  });

  test("a log that really has a hole is not asked for for ever: it is told as lost", async () => {
    const seen = await standing(0);
    stage.socket.event(A, 3);
    for (let i = 0; i < 4; i++) {
      stage.socket.answer(A, 3);
      stage.socket.event(A, 3);
      await stage.pass(200);
    }
    expect(stage.socket.sent.at(-1)).toEqual({ action: "subscribe", channel: A });
    stage.socket.answer(A, 3);
    stage.socket.event(A, 4);
    await stage.pass();
    expect(seen.answers.at(-1)).toMatchObject({ recovered: false, seq: 3 });
    expect(seen.seqs).toEqual([4]);
  });

  test("an older state does not follow a newer one, whatever line it comes over", async () => {
    const seen = await standing(0);
    for (const version of [5, 4, 6])
      stage.socket.say({ type: "progress", channel: A, jobId: "a", seq: null, version, timestamp: "", data: {} });
    await stage.pass();
    expect(seen.seen.map(({ version }) => version)).not.toContain(4);
    expect(seen.seen.at(-1)?.version).toBe(6);
  });
});

describe("an end", () => {
  test("a second after the last has left the line is given up, and comes back with the next", async () => {
    const seen = await standing();
    seen.leave();
    await stage.pass();
    expect(stage.socket.sent).toEqual([{ action: "unsubscribe", channel: A }]);
    await stage.pass(1000);
    expect(stage.connection.status.state).toBe("idle");
    expect(stage.socket.closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    Recorder.on(stage.connection, A);
    await stage.pass();
    expect(stage.sockets).toHaveLength(2);
  });

  test("after close nothing is left: no timer, no listener, no socket, and nothing is told", async () => {
    const seen = await standing(0);
    stage.socket.event(A, 1);
    stage.connection.close();
    await stage.pass();
    expect([vi.getTimerCount(), stage.listeners, stage.socket.closed]).toEqual([0, 0, true]);
    expect(seen.seqs.length).toBeLessThanOrEqual(1);
    expect(stage.connection.status.state).toBe("closed");
  });

  test("leaving and coming again before an answer is not taken for a refusal", async () => {
    const first = await standing();
    first.leave();
    await stage.pass();
    const second = Recorder.on(stage.connection, A);
    await stage.pass();
    stage.socket.say({ type: "error", code: "invalid_message", message: "Not subscribed.", channel: A });
    await stage.pass();
    expect(second.refusals).toEqual([]);
    expect(stage.socket.sent.at(-1)).toEqual({ action: "subscribe", channel: A });
  });
});
