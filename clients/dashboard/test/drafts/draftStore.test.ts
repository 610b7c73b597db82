// @vitest-environment node
import type { Draft, Rest } from "@trawl/client";
import { TrawlError } from "@trawl/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DraftStore } from "../../src/drafts/draftStore.js";
import { shown } from "../../src/drafts/merging.js";

interface Patch {
  body: Record<string, unknown>;
  headers: { "If-Match": string };
}

const draftOf = (version: number, plan: Record<string, unknown>): Draft => ({
  id: "d",
  userId: "alice",
  version,
  plan,
  createdAt: "2026-11-21T12:00:00Z",
  updatedAt: "2026-11-21T12:00:00Z",
  updatedBy: "bob",
  jobId: null,
});

const problem = (status: number, code: string, more: object = {}) =>
  new TrawlError(status, code, code, { status, code, title: code, ...more });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A draft that is open, and what is sent of it; `answer` says what comes of each. */
async function open(answer: (patch: Patch) => Draft | TrawlError, refusal?: TrawlError) {
  const patches: Patch[] = [];
  const rest = {
    get: async () => draftOf(1, { url: "https://a.example/" }),
    patch: async (_: string, patch: Patch) => {
      patches.push(patch);
      const said = answer(patch);
      if (said instanceof Error) throw said;
      return said;
    },
    post: async () => {
      if (refusal) throw refusal;
      return { id: "job" };
    },
  } as unknown as Rest;
  const store = new DraftStore("d", rest);
  await store.load();
  return { store, patches };
}

test("what is typed is saved once, after a pause, for the version that was seen", async () => {
  const { store, patches } = await open(({ body }) => draftOf(2, { url: "https://a.example/", ...body }));
  store.edit("title", "D");
  store.edit("title", "Docs");
  await vi.advanceTimersByTimeAsync(5000);
  expect(patches.map(({ body, headers }) => [body, headers["If-Match"]])).toEqual([[{ title: "Docs" }, '"1"']]);
  expect(store.getState().merging.mine).toEqual({});
});

test("a field that was emptied is taken away", async () => {
  const { store, patches } = await open(() => draftOf(2, {}));
  store.edit("url", undefined);
  await store.save();
  expect(patches[0]?.body).toEqual({ url: null });
});

test("after a 412 what others changed is there, and mine is sent for the version of now", async () => {
  const { store, patches } = await open(({ body, headers }) =>
    headers["If-Match"] === '"4"'
      ? draftOf(5, { url: "https://b.example/", ...body })
      : problem(412, "version_conflict", { draft: draftOf(4, { url: "https://b.example/" }) }),
  );
  store.edit("title", "Docs");
  await store.save();
  expect(patches).toHaveLength(2);
  expect(shown(store.getState().merging)).toEqual({ url: "https://b.example/", title: "Docs" });
  expect(store.getState().merging.version).toBe(5);
});

test("what the server does not take is said at its field, and the rest is saved", async () => {
  const { store, patches } = await open(({ body }) =>
    "maxDepth" in body ? problem(400, "invalid_request", { errors: { maxDepth: ["Must be from 0 to 100."] } }) : draftOf(2, body),
  );
  store.edit("maxDepth", 1000);
  store.edit("title", "Docs");
  await store.save();
  expect(patches.map(({ body }) => Object.keys(body))).toEqual([["maxDepth", "title"], ["title"]]);
  expect(store.getState().errors).toEqual({ maxDepth: ["Must be from 0 to 100."] });
  expect(store.getState().merging.mine).toEqual({ maxDepth: 1000 });
  expect(await store.submit()).toBeNull();
});

test("a refusal that names no field of mine is said and not repeated", async () => {
  const { store, patches } = await open(() => problem(400, "invalid_request", { errors: { $: ["Too large."] } }));
  store.edit("title", "Docs");
  await store.save();
  expect(patches).toHaveLength(1);
  expect(store.getState().errors.$).toEqual(["Too large."]);
});

test("without a network mine is kept, and sent when the draft can be read again", async () => {
  let isOnline = false;
  const { store, patches } = await open(({ body }) => (isOnline ? draftOf(2, body) : new TrawlError(0, "network", "No.")));
  store.edit("title", "Docs");
  await store.save();
  expect(store.getState().error?.code).toBe("network");
  isOnline = true;
  await store.load();
  await vi.advanceTimersByTimeAsync(1000);
  expect(patches).toHaveLength(2);
  expect(store.getState().error).toBeNull();
});

test("that it became a job or was deleted is heard", async () => {
  const { store } = await open(() => draftOf(2, {}));
  store.told({ draftId: "d", version: 2, changes: {}, by: "bob", jobId: "job", deleted: false });
  expect(store.getState().jobId).toBe("job");
  store.told({ draftId: "d", version: 3, changes: {}, by: "bob", jobId: "job", deleted: true });
  expect(store.getState().isDeleted).toBe(true);
});

test("submitting saves first", async () => {
  const { store, patches } = await open(({ body }) => draftOf(2, body));
  store.edit("title", "Docs");
  expect(await store.submit()).toBe("job");
  expect(patches).toHaveLength(1);
});

test("a plan that was changed since it was looked at is shown anew, and not submitted", async () => {
  const changed = problem(412, "version_conflict", { draft: draftOf(7, { url: "https://other.example/" }) });
  const { store } = await open(() => draftOf(2, {}), changed);
  expect(await store.submit()).toBeNull();
  expect(shown(store.getState().merging)).toEqual({ url: "https://other.example/" });
  expect(store.getState().error?.message).toContain("press again");
});

test("a plan that another has submitted leads to the same job", async () => {
  const { store } = await open(() => draftOf(2, {}), problem(409, "already_submitted", { jobId: "theirs" }));
  expect(await store.submit()).toBe("theirs");
});
