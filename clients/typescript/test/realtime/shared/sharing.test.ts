import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Caller, type Credentials } from "../../../src/api/credentials.js";
import type { Realtime } from "../../../src/index.js";
import type { Port, ToTab } from "../../../src/realtime/shared/messages.js";
import { SharedRealtime } from "../../../src/realtime/shared/sharedRealtime.js";
import { Tabs } from "../../../src/realtime/shared/tabs.js";
import { wantedBy } from "../../../src/realtime/shared/wanted.js";
import { Recorder } from "../Recorder.js";
import { ScriptedSocket, Stage } from "../Stage.js";

const A = "job:a";
let sockets: ScriptedSocket[];
let worker: Tabs;
let pages: Realtime[];
beforeEach(() => {
  vi.useFakeTimers();
  [sockets, pages, worker] = [[], [], new Tabs()];
  vi.stubGlobal(
    "WebSocket",
    class extends ScriptedSocket {
      constructor(address: string) {
        super(address);
        sockets.push(this);
      }
    },
  );
});
afterEach(() => {
  for (const page of pages) page.close();
  vi.useRealTimers();
});

/** Two ends of a line, as of a MessageChannel; what is said arrives a moment later, as a copy, unless the line is dead. */
function ends(line: { dead: boolean }): [Port, Port] {
  const make = (): Port => ({ onmessage: null, postMessage: () => {}, close: () => {} });
  const [near, far] = [make(), make()];
  const carry = (to: Port) => (message: unknown) =>
    queueMicrotask(() => line.dead || to.onmessage?.({ data: structuredClone(message) } as MessageEvent));
  near.postMessage = carry(far);
  far.postMessage = carry(near);
  return [near, far];
}

interface Opened {
  page: SharedRealtime;
  line: { dead: boolean };
  caller: Caller;
  /** What it falls back to. */
  own: Stage;
}

function open(credentials: Credentials = { userId: "u" }, begin?: () => Port): Opened {
  const line = { dead: false };
  const own = new Stage(["websocket"]);
  const caller = new Caller(credentials);
  const join = () => {
    const [near, far] = ends(line);
    worker.welcome(far);
    return near;
  };
  const sharing = {
    begin: begin ?? join,
    wanted: () => wantedBy(caller, "http://trawl", ["websocket"]),
    own: () => own.connection,
  };
  const page = new SharedRealtime(sharing, caller, own.connection.environment);
  pages.push(page);
  return { page, line, caller, own };
}

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function serve(socket: ScriptedSocket | undefined, seq = 0): Promise<ScriptedSocket> {
  if (!socket) throw new Error("There is no socket.");
  socket.open();
  socket.answer(A, seq);
  await pass(20);
  return socket;
}

test("tabs of the same user share one line, and others have their own", async () => {
  const same = [open(), open()].map(({ page }) => Recorder.on(page, A, { after: 0 }));
  Recorder.on(open({ userId: "another" }).page, A);
  await pass();
  expect(sockets.map(({ address }) => new URL(address).searchParams.get("userId"))).toEqual(["u", "another"]);
  const socket = await serve(sockets[0]);
  socket.event(A, 1);
  await pass(20);
  expect(same.map(({ seqs }) => seqs)).toEqual([[1], [1]]);
  expect(pages.map(({ status }) => [status.state, status.shared])).toEqual([
    ["connected", true],
    ["connected", true],
    ["connecting", false],
  ]);
});

test("the line goes with the last tab that wants it, and no timer stays", async () => {
  const [one, two] = [open().page, open().page];
  for (const page of [one, two]) Recorder.on(page, A);
  await pass();
  const socket = await serve(sockets[0]);
  one.close();
  await pass();
  expect([socket.closed, two.status.shared]).toEqual([false, false]);
  two.close();
  await pass();
  expect(socket.closed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("a worker that cannot be loaded, and one that a policy forbids, cost nothing: the page goes on alone at once", async () => {
  const forbidden = open({}, () => {
    throw new DOMException("no", "SecurityError");
  });
  const seen = Recorder.on(forbidden.page, A, { after: 3 });
  await pass();
  expect(forbidden.own.socket.asked).toEqual([[A, "3"]]);
  await serve(forbidden.own.socket, 3);
  forbidden.own.socket.event(A, 4);
  await pass();
  expect(seen.seqs).toEqual([4]);
  expect(forbidden.page.status).toMatchObject({ state: "connected", shared: false });
});

test("a worker that does not answer is given up after 3 s", async () => {
  const { page, own, line } = open();
  line.dead = true;
  Recorder.on(page, A);
  await pass(2999);
  expect(own.sockets).toEqual([]);
  await pass(1);
  expect(own.sockets).toHaveLength(1);
});

test("a worker that dies in mid-job is found out, and the page goes on alone from where it was", async () => {
  const { page, own, line } = open();
  const seen = Recorder.on(page, A, { after: 0 });
  await pass();
  const socket = await serve(sockets[0]);
  for (const seq of [1, 2]) socket.event(A, seq);
  await pass(20);
  line.dead = true;
  await pass(25_000);
  expect(own.socket.asked).toEqual([[A, "2"]]);
  await serve(own.socket, 3);
  for (const seq of [2, 3]) own.socket.event(A, seq);
  await pass();
  expect(seen.seqs).toEqual([1, 2, 3]);
});

test("a tab that says nothing for long is dropped, and is told so when it speaks", async () => {
  const [tab, far] = ends({ dead: false });
  const heard: string[] = [];
  tab.onmessage = ({ data }: MessageEvent<ToTab>) => heard.push(data.say);
  worker.welcome(far);
  const wanted = { url: "http://trawl", transports: ["websocket"], proof: {}, tokenOf: null } as const;
  tab.postMessage({ say: "hello", wanted, lock: null });
  tab.postMessage({ say: "subscribe", id: 1, channel: A, after: undefined });
  await pass();
  expect(sockets).toHaveLength(1);
  await pass(180_000);
  expect(vi.getTimerCount()).toBe(0);
  tab.postMessage({ say: "ping" });
  await pass();
  expect(heard.at(-1)).toBe("stranger");
});

test("a page that the worker does not know begins anew from its cursor", async () => {
  const ports: Port[] = [];
  const { page } = open({ userId: "u" }, () => {
    const [near, far] = ends({ dead: false });
    worker.welcome(far);
    ports.push(far);
    return near;
  });
  const seen = Recorder.on(page, A, { after: 0 });
  await pass();
  const socket = await serve(sockets[0]);
  socket.event(A, 1);
  await pass(20);
  ports[0]?.postMessage({ say: "stranger" });
  await pass(2);
  expect(ports).toHaveLength(2);
  expect(sockets.at(-1)?.asked).toEqual([[A, "1"]]);
  await serve(sockets.at(-1), 2);
  for (const seq of [1, 2]) sockets.at(-1)?.event(A, seq);
  await pass(20);
  expect(seen.seqs).toEqual([1, 2]);
});

test("the token comes from a page, and a page that gives none is passed over [S1.27]", async () => {
  const token = `x.${btoa(JSON.stringify({ sub: "u" }))}.y`;
  const wakes = open({ token: () => token });
  const sleeps = open({ token: () => token });
  for (const { page } of [wakes, sleeps]) Recorder.on(page, A);
  await pass();
  expect(sockets).toHaveLength(1);
  await serve(sockets[0]);
  sleeps.line.dead = true;
  sockets[0]?.say({ type: "unsubscribed", channel: A, reason: "token_expired" });
  await pass(5001);
  expect(sockets).toHaveLength(2);
  expect(new URL(sockets[1]?.address ?? "").searchParams.get("access_token")).toBe(token);
});

test("who becomes somebody else leaves the line of whom it was", async () => {
  const { page, caller } = open();
  Recorder.on(page, A);
  await pass();
  const socket = await serve(sockets[0]);
  caller.change({ userId: "another" });
  await pass(1100);
  expect(socket.closed).toBe(true);
  expect(sockets.map(({ address }) => new URL(address).searchParams.get("userId"))).toEqual(["u", "another"]);
});

test("a page that is put aside takes its leave, and comes back from its cursor", async () => {
  const { page, own } = open();
  const stays = open();
  for (const one of [page, stays.page]) Recorder.on(one, A, { after: 0 });
  await pass();
  const socket = await serve(sockets[0]);
  socket.event(A, 1);
  await pass(20);
  own.signal("aside");
  await pass();
  expect(stays.page.status.shared).toBe(false);
  own.signal("wake");
  await pass();
  expect(stays.page.status.shared).toBe(true);
  expect(socket.sent.at(-1)).toEqual({ action: "subscribe", channel: A, after: 1 });
});
