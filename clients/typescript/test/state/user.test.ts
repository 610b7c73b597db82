// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { Caller } from "../../src/api/credentials.js";
import { Rest } from "../../src/api/rest.js";
import { browserUserId } from "../../src/index.js";
import { applyToUser } from "../../src/state/user/applyToUser.js";
import { unknownUser } from "../../src/state/user/userState.js";
import { UserStore } from "../../src/state/user/userStore.js";
import { whoAmI } from "../../src/state/user/whoAmI.js";
import { event, ToldRealtime } from "./made.js";

beforeEach(() => localStorage.clear());

test("a browser's user is made once, in the form that frontends know, and kept [S1.18]", () => {
  const userId = browserUserId();
  expect(userId).toMatch(/^user_\d+_[0-9a-z]{9}$/);
  expect(localStorage.getItem("userId")).toBe(userId);
  expect(browserUserId()).toBe(userId);
});

test("without a storage there is a user all the same [S1.18]", () => {
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new Error("denied");
  });
  expect(browserUserId()).toMatch(/^user_\d+_[0-9a-z]{9}$/);
});

test("who calls is whom the server takes it for", async () => {
  const server = vi.fn(async () => Response.json({ userId: "owner" }));
  const rest = new Rest("http://trawl", new Caller({}), server);
  expect(await whoAmI({ userId: "alice" }, rest)).toBe("alice");
  expect(await whoAmI({}, rest)).toBe("anonymous");
  expect(server).not.toHaveBeenCalled();
  expect(await whoAmI({ apiKey: "key" }, rest)).toBe("owner");
  expect(await whoAmI({ token: "a.token.whose", userId: "other" }, rest)).toBe("owner");
});

test("a place in the queue is shown until that job leaves it", () => {
  const place = { position: 2, total: 3, estimatedWaitSeconds: 4, estimatedWaitP90Seconds: 5 };
  const waiting = applyToUser(unknownUser, [event("queued", place, { seq: 1, version: 1 })]);
  expect(waiting.queuePosition).toEqual({ jobId: "j", ...place });
  const other = applyToUser(waiting, [event("started", {}, { seq: 2, version: 1, jobId: "k" })]);
  expect(other.queuePosition).not.toBeNull();
  expect(applyToUser(waiting, [event("started", {}, { seq: 2, version: 2 })]).queuePosition).toBeNull();
});

test("of notifications the newest hundred are kept, each with a name of its own", () => {
  const told = (seq: number) => event("notification", { level: "info", title: `${seq}`, message: "" }, { seq });
  const { notifications } = applyToUser(
    unknownUser,
    Array.from({ length: 130 }, (_, index) => told(index + 1)),
  );
  expect(notifications).toHaveLength(100);
  expect(notifications.at(-1)?.title).toBe("130");
  expect(new Set(notifications.map(({ id }) => id)).size).toBe(100);
});

/** A store whose channels stand when the test says so, and what the Api lists then. */
function listing(items: () => object[] | null) {
  const asked = vi.fn(async () => {
    const listed = items();
    return listed ? Response.json({ items: listed, next: null }) : Response.json({ code: "x", status: 404 }, { status: 404 });
  });
  const caller = new Caller({ userId: "u" });
  const realtime = new ToldRealtime();
  const store = new UserStore(realtime, new Rest("http://trawl", caller, asked), caller);
  store.start();
  const observer = (channel: string) => realtime.subscribed.findLast((one) => one.channel === channel)?.observer;
  const stands = (channel: "system" | "user:u", recovered = true) =>
    observer(channel)?.subscribed?.({ channel, seq: 0, recovered, snapshot: null });
  const hears = (title: string, seq: number) =>
    observer("user:u")?.events?.([{ ...event("notification", said(title), { seq }), channel: "user:u", timestamp: at(seq) }]);
  const shown = () => store.getState().notifications.map(({ title, isNew }) => [title, isNew]);
  const begun = () => vi.waitFor(() => expect(observer("user:u")).toBeDefined());
  return { asked, store, stands, hears, shown, begun };
}
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const said = (title: string) => ({ level: "info", title, message: "" }) as const;
const listed = (title: string, seq: number, channel = "user:u") => ({ ...said(title), channel, seq, timestamp: at(seq) });

test("what was told before is there once both channels stand, and what came meanwhile is not there twice [S1.13]", async () => {
  const { asked, stands, hears, shown, begun } = listing(() => [listed("c", 3), listed("all", 2, "system"), listed("a", 1)]);
  await begun();
  stands("system");
  expect(asked).not.toHaveBeenCalled();
  stands("user:u");
  hears("c", 3);
  await vi.waitFor(() =>
    expect(shown()).toEqual([
      ["a", false],
      ["all", false],
      ["c", true],
    ]),
  );
  hears("d", 4);
  hears("a", 1); // late: the list had it first
  expect(shown().filter(([title]) => title === "a")).toEqual([["a", true]]);
  stands("user:u");
  expect(asked).toHaveBeenCalledOnce();
});

test("after a gap the list says what was missed, and brings nothing back that was sent away [S1.13]", async () => {
  const told = [listed("b", 2), listed("a", 1)];
  const { store, stands, shown, begun } = listing(() => told);
  await begun();
  stands("system");
  stands("user:u");
  await vi.waitFor(() => expect(shown()).toHaveLength(2));
  store.dismiss("user:u#1");
  store.clearNotifications();
  told.unshift(listed("c", 3));
  stands("user:u", false);
  await vi.waitFor(() => expect(shown()).toEqual([["c", true]]));
});

test("a list that cannot be had is asked for again when a channel stands again", async () => {
  let isAway = true;
  const { asked, stands, shown, begun } = listing(() => (isAway ? null : [listed("a", 1)]));
  await begun();
  stands("system");
  stands("user:u");
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
  isAway = false;
  await vi.waitFor(() => {
    stands("system");
    expect(shown()).toEqual([["a", false]]);
  });
});

test("a server that is away is asked again who calls, and told nothing when nobody watches any more", async () => {
  vi.useFakeTimers();
  const server = vi.fn(async () => Response.json({ userId: "owner" })).mockRejectedValueOnce(new TypeError("away"));
  const caller = new Caller({ apiKey: "key" });
  const realtime = new ToldRealtime();
  const store = new UserStore(realtime, new Rest("http://trawl", caller, server), caller);
  store.start();
  await vi.waitFor(() => expect(store.getState().error?.code).toBe("network"));
  await vi.advanceTimersByTimeAsync(5000);
  expect(store.getState()).toMatchObject({ userId: "owner", error: null });
  expect(realtime.open.map(({ channel }) => channel)).toEqual(["system", "user:owner"]);
  store.stop();
  expect(realtime.open).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
