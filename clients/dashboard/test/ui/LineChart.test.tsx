import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { nearest, pathOf, roundUp, scaleOf } from "../../src/ui/data/line-chart.js";
import { LineChart } from "../../src/ui/index.js";

const points = [
  [1000, 0],
  [2000, 30],
  [4000, 15],
] as const;

test("a line fills the plot from its first time to its last, from 0 to a round number above its highest", () => {
  const scale = scaleOf([{ name: "rate", points }]);
  expect(scale).toMatchObject({ from: 1000, to: 4000, top: 50 });
  expect(scale && pathOf(points, scale)).toBe("M0.00 100.00L33.33 40.00L100.00 70.00");
});

test("one point alone can be drawn, and none is said to be none", () => {
  const scale = scaleOf([{ name: "rate", points: [[5, 0]] }]);
  expect(scale && [scale.x(5), scale.y(0)]).toEqual([100, 100]);
  expect(scaleOf([])).toBeNull();
  render(<LineChart label="Rate" lines={[{ name: "rate", points: [] }]} />);
  expect(screen.getByText("Rate: nothing to show yet.")).toBeTruthy();
});

test.each([
  [0, 1],
  [0.3, 0.5],
  [1, 1],
  [1.01, 2],
  [73, 100],
])("the number above %d is %d", (value, top) => expect(roundUp(value)).toBeCloseTo(top));

test("the point nearest to a time is found", () => {
  expect(nearest(points, 2900)).toBe(1);
  expect(nearest(points, 3100)).toBe(2);
  expect(nearest([], 1)).toBe(-1);
});

test("by the keyboard one point after the other is read out", () => {
  render(<LineChart label="Rate" unit="pages/s" lines={[{ name: "rate", points }]} />);
  const slider = screen.getByRole("slider", { name: "Rate" });
  expect(slider.getAttribute("aria-valuetext")).toMatch(/: 15 pages\/s$/);
  fireEvent.change(slider, { target: { value: "1" } });
  expect(slider.getAttribute("aria-valuetext")).toMatch(/: 30 pages\/s$/);
});
