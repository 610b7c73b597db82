import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { sayWait } from "../../src/operation/queue/QueueCard.js";
import { useHistory } from "../../src/operation/totals/useHistory.js";

test("a wait is said as far as it is known", () => {
  expect(sayWait(null, null)).toBe("not known yet");
  expect(sayWait(0, 0)).toBe("at once");
  expect(sayWait(40, null)).toBe("about 40 s");
  expect(sayWait(40, 95)).toBe("about 40 s, 9 in 10 within 1 min 35 s");
});

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
