import type { EventData, EventType, TrawlEvent } from "@trawl/client";
import { expect, test } from "vitest";
import { rowsOf } from "../../src/jobs/feed/rows.js";
import { stalledIn } from "../../src/jobs/notices/useStalled.js";
import { reportsIn } from "../../src/jobs/overview/latestReports.js";
import { messageIn } from "../../src/jobs/overview/useMessage.js";

function event<T extends EventType>(type: T, data: EventData[T]): TrawlEvent {
  const timestamp = "2026-11-21T12:00:00Z";
  return { type, channel: "job:1", jobId: "1", seq: null, version: null, timestamp, data } as unknown as TrawlEvent;
}

const page = (item: string, more: object = {}) =>
  event("worker_item_completed", { workerName: "w", item, ok: true, durationMs: null, queueSize: null, ...more });

test("the newest is on top, and there are not more than are wanted", () => {
  const feed = Array.from({ length: 10 }, (_, number) => page(`/${number}`));
  expect(rowsOf(feed, 3).map(({ text }) => text)).toEqual(["/9", "/8", "/7"]);
});

test("a page says its status, why and how long", () => {
  const [row] = rowsOf([page("https://a.example/x", { ok: false, status: 404, reason: "not_found", durationMs: 12 })], 1);
  expect(row).toMatchObject({ tone: "bad", label: "404", text: "https://a.example/x", detail: "not found, 12 ms" });
  expect(rowsOf([page("row 17")], 1)[0]).toMatchObject({ tone: "good", label: "OK", detail: "" });
});

test("other programs' events show what is in them, and what is for machines is left out", () => {
  const feed = [
    event("cursor", { userId: "bob", target: null, position: null }),
    event("sync:progress", { table: "users", rows: 3, tags: ["a"] }),
  ];
  expect(rowsOf(feed, 5).map(({ label, text }) => `${label}: ${text}`)).toEqual(['Sync: table users, rows 3, tags ["a"]']);
});

test("a stall holds until something is done, not until somebody says something", () => {
  const stall = event("stalled", { reason: "no_crawler", nextStep: "Start one." });
  const comment = event("comment", { commentId: "c", userId: "bob", text: "?" });
  expect(stalledIn([page("/1"), stall, comment])).toEqual({ reason: "no_crawler", nextStep: "Start one." });
  expect(stalledIn([stall, page("/2")])).toBeNull();
  expect(stalledIn([])).toBeNull();
});

test("of what a program tells in its own words the newest of each kind holds", () => {
  const feed = [
    event("sync:progress", { rows: 1 }),
    event("preview:status", { ready: false }),
    page("/1"),
    event("sync:progress", { rows: 2 }),
  ];
  expect(reportsIn(feed).map(({ type, data }) => [type, data])).toEqual([
    ["sync:progress", { rows: 2 }],
    ["preview:status", { ready: false }],
  ]);
});

test("the newest message is what the job is at, and other events have none", () => {
  const stage = event("stage", { stage: "crawling", message: "The first pages are here." });
  expect(messageIn([stage, page("/1")])).toBe("The first pages are here.");
  expect(messageIn([page("/1")])).toBeNull();
});
