import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useHistory } from "../../src/operation/totals/useHistory.js";

test("each answer is one point of the chart, however often it is drawn", () => {
  const hook = renderHook(({ value, at }) => useHistory(value, at), {
    initialProps: { value: undefined as number | undefined, at: 0 },
  });
  for (const [value, at] of [
    [3, 1000],
    [3, 1000],
    [4, 6000],
  ] as const)
    hook.rerender({ value, at });
  expect(hook.result.current).toEqual([
    [1000, 3],
    [6000, 4],
  ]);
});
