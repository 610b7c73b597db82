import type { EventOf } from "@trawl/client";
import { expect, test } from "vitest";
import { moved, present } from "../../src/drafts/editors/cursors.js";

const cursor = (target: unknown, userId = "bob"): EventOf<"cursor"> => ({
  type: "cursor",
  channel: "user:alice",
  jobId: null,
  seq: null,
  version: null,
  timestamp: "2026-11-21T12:00:00Z",
  data: { userId, target, position: null },
});

test("a window shows where it is, until it leaves or is not heard any more", () => {
  const first = moved([], cursor({ draftId: "d", window: "w1", field: "title" }), "d", 1000);
  const both = moved(first, cursor({ draftId: "d", window: "w2", field: null }, "alice"), "d", 2000);
  expect(both.map(({ userId, field }) => [userId, field])).toEqual([
    ["bob", "title"],
    ["alice", null],
  ]);
  expect(moved(both, cursor({ draftId: "d", window: "w1", isLeaving: true }), "d", 3000).map(({ window }) => window)).toEqual([
    "w2",
  ]);
  expect(present(both, 26_500).map(({ window }) => window)).toEqual(["w2"]);
});

test("cursors of other drafts, and what is no cursor of a draft, say nothing", () => {
  const nobody: never[] = [];
  expect(moved(nobody, cursor({ draftId: "other", window: "w" }), "d", 0)).toBe(nobody);
  expect(moved(nobody, cursor("somewhere"), "d", 0)).toBe(nobody);
  expect(moved(nobody, cursor(null), "d", 0)).toBe(nobody);
});
