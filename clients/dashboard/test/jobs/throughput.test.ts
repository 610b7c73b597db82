import { expect, test } from "vitest";
import { averageOf, ratesOf, type Sample, withSample } from "../../src/jobs/throughput/throughput.js";

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
