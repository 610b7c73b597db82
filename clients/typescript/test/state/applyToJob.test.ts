import { expect, test } from "vitest";
import { applyToJob } from "../../src/state/job/applyToJob.js";
import { completed, event, job, progress } from "./made.js";

const unknown = -1;

test("a job moves by its events", () => {
  const started = applyToJob(
    job({ status: "queued", queue: { position: 1, total: 1, estimatedWaitSeconds: 1, estimatedWaitP90Seconds: 2 } }),
    event("started", {}, { seq: 6, version: 11 }),
    10,
  );
  expect(started).toMatchObject({ status: "running", queue: null, seq: 6, version: 11 });
  expect(applyToJob(started, progress(40, 12), 10)).toMatchObject({
    progress: 40,
    ratePerSecond: 3,
    etaSeconds: 4,
    version: 12,
    seq: 6,
  });
  expect(applyToJob(started, event("paused", {}, { seq: 7, version: 12 }), 10).status).toBe("paused");
});

test("what is older than the snapshot changes nothing, and what it was replayed from neither", () => {
  const now = job({ version: 10, seq: 5, clarifications: [question("answered")] });
  expect(applyToJob(now, progress(5, 9), 10)).toBe(now);
  expect(applyToJob(now, event("stage", { stage: "discovering", message: "" }, { seq: 3, version: 8 }), 10)).toBe(now);
  expect(applyToJob(now, event("clarification", asked("pending"), { seq: 4, version: 9 }), 10)).toBe(now);
});

test("a log event that a newer state has overtaken still tells what only it knows", () => {
  const ahead = applyToJob(job(), progress(50, 14), 10);
  const then = applyToJob(ahead, event("clarification", asked("pending"), { seq: 6, version: 12 }), 10);
  expect(then).toMatchObject({ progress: 50, version: 14, seq: 6, clarifications: [{ id: "c", status: "pending" }] });
  expect(applyToJob(ahead, event("stage", { stage: "discovering", message: "" }, { seq: 6, version: 12 }), 10).stage).toBe(
    "crawling",
  );
});

test("the end is told by the event that brings the result, not by the state before it", () => {
  const last = progress(100, 12, { status: "completed", stage: "complete" });
  const now = job();
  expect(applyToJob(now, last, 10)).toBe(now);
  const ended = applyToJob(now, completed(6, 12), 10);
  expect(ended).toMatchObject({
    status: "completed",
    stage: "complete",
    progress: 100,
    result: { documents: 1 },
    ratePerSecond: null,
    etaSeconds: null,
  });
  expect(ended.finishedAt).not.toBeNull();
});

test("after an end only a retry changes anything", () => {
  const ended = applyToJob(job(), completed(6, 12), 10);
  expect(applyToJob(ended, progress(60, 11), 10)).toBe(ended);
  const again = applyToJob(
    ended,
    event("queued", { position: 2, total: 3, estimatedWaitSeconds: 4, estimatedWaitP90Seconds: 5 }, { seq: 7, version: 13 }),
    10,
  );
  expect(again).toMatchObject({ status: "queued", progress: 0, result: null, finishedAt: null, queue: { position: 2 } });
});

test("a failure brings its error, the others none", () => {
  const { counts } = job();
  const error = { code: "broken", message: "It broke.", detail: null };
  expect(applyToJob(job(), event("failed", { error, progress: 20, counts }, { seq: 6, version: 11 }), 10)).toMatchObject({
    status: "failed",
    error,
  });
  expect(applyToJob(job(), event("expired", { progress: 20, counts }, { seq: 6, version: 11 }), 10)).toMatchObject({
    status: "expired",
    error: null,
  });
});

test("presence and commentary have versions of their own", () => {
  const now = job();
  expect(applyToJob(now, event("presence", { users: ["a"], total: 1 }, { version: 9_999_999 }), unknown)).toBe(now);
});

test("a model's newest is kept, with the chunks that only the snapshot knows", () => {
  const told = { model: "m", provider: "p", status: "completed", durationMs: 7, result: null, error: null };
  const before = job({ models: [{ model: "m", provider: "p", status: "processing", durationMs: 0, chunks: 3, error: null }] });
  const { models } = applyToJob(before, event("model_result", told, { seq: 6, version: 11 }), 10);
  expect(models).toEqual([{ model: "m", provider: "p", status: "completed", durationMs: 7, chunks: 3, error: null }]);
});

test("a job is never changed, only replaced", () => {
  const before = Object.freeze(job());
  Object.freeze(before.clarifications);
  expect(applyToJob(before, event("clarification", asked("pending"), { seq: 6, version: 11 }), 10).models).toBe(before.models);
});

function asked(status: "pending" | "answered") {
  return { clarificationId: "c", question: "?", options: [], status, answer: null, expiresAt: "2026-01-02T00:00:00Z" };
}

function question(status: "pending" | "answered") {
  return { id: "c", question: "?", options: [], status, answer: null, expiresAt: "2026-01-02T00:00:00Z" };
}
