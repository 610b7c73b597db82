import { expect, test } from "vitest";
import {
  formatCount,
  formatDuration,
  formatOf,
  formatPercent,
  formatRate,
  formatRelative,
  formatWait,
} from "../../src/ui/index.js";

test.each([
  [0, "0 s"],
  [0.0004, "1 ms"],
  [0.85, "850 ms"],
  [59.6, "1 min"],
  [42, "42 s"],
  [200, "3 min 20 s"],
  [3600, "1 h"],
  [7500, "2 h 5 min"],
  [4 * 86_400 + 50, "4 d"],
])("%d seconds are %s", (seconds, words) => expect(formatDuration(seconds)).toBe(words));

test.each([
  [0, "just now"],
  [-4_000, "just now"],
  [-12_000, "12 s ago"],
  [-3_600_000, "1 h ago"],
  [299_999, "in 5 min"],
  [90_000_000, "in 1 d"],
])("%d ms from now is %s", (away, words) => expect(formatRelative(1e12 + away, 1e12)).toBe(words));

test("only all of it is 100%", () => {
  expect(formatPercent(99.99)).toBe("99%");
  expect(formatPercent(100)).toBe("100%");
});

test("counts are grouped, and rates have as many digits as say something", () => {
  expect(formatCount(12345)).toBe("12,345");
  expect(formatOf(1, "page")).toBe("1 page");
  expect(formatOf(1200, "page")).toBe("1,200 pages");
  expect(formatRate(17.345)).toBe("17.3");
  expect(formatRate(0.012345)).toBe("0.0123");
});

test("a wait is said as far as it is known", () => {
  expect(formatWait(null, null)).toBe("wait not known yet");
  expect(formatWait(0, 0)).toBe("any moment");
  expect(formatWait(40, null)).toBe("about 40 s");
  expect(formatWait(40, 95)).toBe("about 40 s, 9 in 10 within 1 min 35 s");
  expect(formatWait(62, 190)).toBe("about 1 min, 9 in 10 within 3 min");
});
