// @vitest-environment node
import { expect, test } from "vitest";
import { chosen, edited, opened, rebased, refused, sent, shown, taken, told, unsaved } from "../../src/drafts/merging.js";

const draft = opened(3, { url: "https://a.example/", title: "A" });

test("what another has changed is taken over, and mine stays mine", () => {
  const mine = edited(draft, "maxPages", 20);
  const both = told(mine, 4, { title: "B" }, "bob");
  expect(both && shown(both)).toEqual({ url: "https://a.example/", title: "B", maxPages: 20 });
  expect(both && unsaved(both)).toEqual({ maxPages: 20 });
  expect(both?.conflicts).toEqual({});
});

test("a field that both have changed is mine until I choose, and is not saved before", () => {
  const both = told(edited(draft, "title", "mine"), 4, { title: "theirs" }, "bob");
  if (!both) throw new Error("nothing was missing");
  expect(shown(both).title).toBe("mine");
  expect(both.conflicts.title).toEqual({ theirs: "theirs", by: "bob" });
  expect(unsaved(both)).toEqual({});
  expect(unsaved(chosen(both, "title", "mine"))).toEqual({ title: "mine" });
  expect(shown(chosen(both, "title", "theirs")).title).toBe("theirs");
  expect(unsaved(chosen(both, "title", "theirs"))).toEqual({});
});

test("both having written the same is no conflict", () => {
  const both = told(edited(draft, "title", "same"), 4, { title: "same" }, "bob");
  expect(both?.conflicts).toEqual({});
  expect(both && unsaved(both)).toEqual({});
});

test("a field taken away by another is gone, and conflicts when I was at it", () => {
  expect(shown(told(draft, 4, { title: null }, "bob") ?? draft)).toEqual({ url: "https://a.example/" });
  const both = told(edited(draft, "title", "mine"), 4, { title: null }, "bob");
  expect(both?.conflicts.title).toEqual({ theirs: undefined, by: "bob" });
});

test("an event that was heard before changes nothing, and a gap says to read anew", () => {
  expect(told(draft, 3, { title: "old" }, "bob")).toBe(draft);
  expect(told(draft, 5, { title: "newer" }, "bob")).toBeNull();
});

test("my own change is no other's when its event comes before the answer", () => {
  const sending = sent(edited(draft, "title", "AB"), { title: "AB" });
  const typedOn = edited(sending, "title", "ABC");
  const heard = told(typedOn, 4, { title: "AB" }, "me");
  expect(heard?.conflicts).toEqual({});
  const answered = heard && taken(heard, 4, { ...draft.saved, title: "AB" });
  expect(answered && unsaved(answered)).toEqual({ title: "ABC" });
});

test("what was taken is mine no more, but what I typed since is", () => {
  const sending = sent(edited(edited(draft, "title", "AB"), "maxPages", 5), { title: "AB", maxPages: 5 });
  const since = edited(sending, "maxPages", 50);
  const answered = taken(since, 4, { ...draft.saved, title: "AB", maxPages: 5 });
  expect(unsaved(answered)).toEqual({ maxPages: 50 });
  expect(answered.conflicts).toEqual({});
  expect(answered.sending).toEqual({});
});

test("typing back to what was saved while something else is on its way is saved too", () => {
  const sending = sent(edited(draft, "title", "AB"), { title: "AB" });
  const back = edited(sending, "title", "A");
  expect(unsaved(taken(back, 4, { ...draft.saved, title: "AB" }))).toEqual({ title: "A" });
});

test("typing back to what is saved leaves nothing to save", () => {
  expect(unsaved(edited(edited(draft, "title", "B"), "title", "A"))).toEqual({});
});

test("a refusal with the draft as it is now is merged field by field", () => {
  const sending = sent(edited(edited(draft, "title", "mine"), "maxDepth", 2), { title: "mine", maxDepth: 2 });
  const merged = rebased(refused(sending), 6, { url: "https://b.example/", title: "theirs" }, "bob");
  expect(shown(merged)).toEqual({ url: "https://b.example/", title: "mine", maxDepth: 2 });
  expect(unsaved(merged)).toEqual({ maxDepth: 2 });
  expect(merged.conflicts.title?.by).toBe("bob");
});

test("an older reading changes nothing", () => {
  expect(rebased(draft, 2, {}, "bob")).toBe(draft);
});
