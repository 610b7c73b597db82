import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Notice } from "../../src/notifications/notices.js";
import { useFresh } from "../../src/notifications/toasts/useFresh.js";

const notice = (id: number): Notice => ({
  id: String(id),
  channel: "user:u",
  seq: id,
  isNew: true,
  level: "info",
  title: "",
  message: "",
  timestamp: "",
  jobId: null,
});
/** Newest first. */
const notices = (count: number) => Array.from({ length: count }, (_, at) => notice(count - at));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = (count: number, held = false) =>
  renderHook(({ all, held }) => useFresh(all, held), { initialProps: { all: notices(count), held } });
const shown = (hook: ReturnType<typeof start>) => hook.result.current[0].map(({ id }) => id);

test("some seconds after the last has come all are hidden, and none of an older burst comes up behind them", () => {
  const hook = start(6);
  expect(shown(hook)).toEqual(["6", "5", "4", "3"]);
  act(() => void vi.advanceTimersByTime(7000));
  hook.rerender({ all: notices(7), held: false });
  act(() => void vi.advanceTimersByTime(7000));
  expect(shown(hook)).toEqual(["7", "6", "5", "4"]);
  act(() => void vi.advanceTimersByTime(1001));
  expect(shown(hook)).toEqual([]);
});

test("while somebody reads them they stay", () => {
  const hook = start(1, true);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(shown(hook)).toEqual(["1"]);
});

test("one can be sent away by hand", () => {
  const hook = start(2);
  act(() => hook.result.current[1]("2"));
  expect(shown(hook)).toEqual(["1"]);
});
