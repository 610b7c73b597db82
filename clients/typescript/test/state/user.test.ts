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
