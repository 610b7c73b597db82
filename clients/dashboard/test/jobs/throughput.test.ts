import type { TrawlEvent } from "@trawl/client";
import { expect, test } from "vitest";
import { averageOf, ratesOf, type Sample, untilOf, withSample } from "../../src/jobs/throughput/throughput.js";
import { beginningIn, since } from "../../src/jobs/throughput/useSamples.js";

const at = (seconds: number, done: number): Sample => ({ at: seconds * 1000, done });
const after = (...samples: Sample[]) => samples.reduce<readonly Sample[]>(withSample, []);

test("rates are what was done in each span, evenly between two looks", () => {
  const samples = after(at(0, 0), at(2, 20), at(4, 20));
  expect(ratesOf(samples, 4000)).toEqual([
    [1000, 10],
    [2000, 10],
    [3000, 0],
    [4000, 0],
  ]);
});

test("while nothing is heard nothing is done", () => {
  expect(ratesOf(after(at(0, 0), at(1, 5)), 3000).map(([, rate]) => rate)).toEqual([5, 0, 0]);
});

test("spans grow with the time, so that a chart has few points", () => {
  const rates = ratesOf(after(at(0, 0), at(3600, 7200)), 3_600_000);
  expect(rates).toHaveLength(60);
  expect(rates.every(([, rate]) => rate === 2)).toBe(true);
  expect(ratesOf(after(at(0, 0), at(0.5, 3)), 500)).toEqual([]);
});

test("a job that begins anew begins anew here", () => {
  expect(after(at(0, 0), at(5, 50), at(9, 2))).toEqual([at(9, 2)]);
});

test("two looks at one moment are one, with the newer number", () => {
  expect(after(at(1, 3), at(1, 5))).toEqual([at(1, 5)]);
  const same = after(at(1, 3));
  expect(withSample(same, at(1, 3))).toBe(same);
});

test("a long job keeps its beginning, its end and few enough points", () => {
  const all = after(...Array.from({ length: 5000 }, (_, second) => at(second, second)));
  expect(all.length).toBeLessThanOrEqual(1200);
  expect([all[0], all.at(-1)]).toEqual([at(0, 0), at(4999, 4999)]);
});

test("the average is over all that was seen", () => {
  expect(averageOf(after(at(10, 5), at(20, 25)), 20_000)).toBe(2);
  expect(averageOf(after(at(10, 5)), 10_000)).toBeNull();
  expect(averageOf([], 0)).toBeNull();
});

test("between two reports it is not said to stand, after a long silence it is", () => {
  expect(untilOf(10_000, 14_000)).toBe(10_000);
  expect(untilOf(10_000, 16_000)).toBe(16_000);
});

const log = (seq: number, type: "queued" | "started" | "stage"): TrawlEvent =>
  ({
    type,
    seq,
    timestamp: `2026-11-21T12:00:0${seq}Z`,
    channel: "job:1",
    jobId: "1",
    version: null,
    data: {},
  }) as unknown as TrawlEvent;

test("a job that began once began with nothing; of a retried one, and of one whose beginning is gone, nothing is known", () => {
  const start = Date.parse("2026-11-21T12:00:02Z");
  expect(beginningIn([log(1, "queued"), log(2, "started"), log(3, "stage")])).toBe(start);
  expect(beginningIn([log(1, "queued"), log(2, "started"), log(5, "queued"), log(6, "started")])).toBeNull();
  expect(beginningIn([log(5, "queued"), log(6, "started")])).toBeNull();
  expect(beginningIn([log(3, "stage")])).toBeNull();
  expect(since(0, [at(4, 8)])).toEqual([at(0, 0), at(4, 8)]);
  expect(since(0, [])).toEqual([]);
});
