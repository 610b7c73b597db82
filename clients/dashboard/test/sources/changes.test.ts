// @vitest-environment node
import type { Job } from "@trawl/client";
import { expect, test } from "vitest";
import { changesBySource, changesOf, lastChanges, sayChanges } from "../../src/sources/changes.js";

const run = (result: unknown) => ({ result }) as Job;
const changes = { added: 3, changed: 0, gone: 1, unchanged: 40 };

test("only what happened is said", () => {
  expect(sayChanges(changes)).toBe("3 added, 1 gone");
  expect(sayChanges({ ...changes, added: 0, gone: 0 })).toBe("nothing changed");
});

test("a run that has not told its changes is passed over", () => {
  expect(changesOf(run(null))).toBeNull();
  expect(changesOf(run({ added: 1 }))).toBeNull();
  expect(lastChanges([run(null), run(changes), run({ ...changes, added: 9 })])).toEqual(changes);
});

test("of each source the newest run tells", () => {
  const of = (sourceId: string, result: unknown) => ({ sourceId, result }) as Job;
  const newer = { ...changes, added: 9 };
  const latest = changesBySource([of("a", null), of("b", changes), of("a", newer), of("a", changes)]);
  expect([...latest]).toEqual([
    ["b", changes],
    ["a", newer],
  ]);
});
