// @vitest-environment node
import type { Job } from "@trawl/client";
import { expect, test } from "vitest";
import { allowedOf } from "../../src/jobs/actions/allowed.js";
import { stagesOf } from "../../src/jobs/overview/stages.js";
import { aJob, counts } from "./aJob.js";

const allowed = (some: Partial<Job>) => [...allowedOf(aJob(some))].sort().join(" ");

test("a job may be done with what its status allows", () => {
  expect(allowed({ status: "queued" })).toBe("cancel priority");
  expect(allowed({ status: "running" })).toBe("cancel pause priority");
  expect(allowed({ status: "waiting" })).toBe("cancel");
  expect(allowed({ status: "paused" })).toBe("cancel resume");
  expect(allowed({ status: "cancelling" })).toBe("");
  expect(allowed({ status: "completed" })).toBe("refresh remove");
  expect(allowed({ status: "cancelled" })).toBe("refresh remove retry");
  expect(allowed({ status: "expired" })).toBe("refresh remove retry");
});

test("a completed job is retried only where something in it failed", () => {
  expect(allowed({ status: "completed", counts: counts({ failed: 1 }) })).toContain("retry");
  const model = { model: "m", provider: "p", status: "failed", durationMs: 0, chunks: 0, error: "x" };
  expect(allowed({ status: "completed", models: [model] })).toContain("retry");
});

test("what has no source is neither crawled again nor retried, and a custom job begins elsewhere", () => {
  expect(allowed({ status: "failed", sourceId: null })).toBe("remove");
  expect(allowed({ status: "failed", type: "custom" })).toBe("remove");
});

test("stages are behind, here or ahead", () => {
  const standing = (some: Partial<Job>) =>
    stagesOf(aJob(some))
      .map(([, each]) => each)
      .join(" ");
  expect(standing({})).toBe("done done now ahead ahead ahead");
  expect(standing({ status: "queued", stage: "validating" })).toBe("ahead ahead ahead ahead ahead ahead");
  expect(standing({ status: "failed", stage: "embedding" })).toBe("done done done stopped ahead ahead");
  expect(standing({ status: "completed", stage: "complete" })).toBe("done done done done done done");
});
