// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RealtimeStatusPanel, type UseWebSocketResult } from "../../../src/react/index.js";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const quiet: UseWebSocketResult = {
  connected: true,
  queuePosition: null,
  syncProgress: null,
  previewStatus: null,
  generationProgress: null,
  notifications: [],
  errors: [],
  clearNotifications: vi.fn(),
  clearErrors: vi.fn(),
};
const at = { channel: "user:u", seq: 1, timestamp: "2026-01-01T00:00:00Z" };
const told = { ...at, id: "1", isNew: true, level: "info", title: "Hello", message: "there" } as const;
const show = (websocket: Partial<UseWebSocketResult>) => render(<RealtimeStatusPanel websocket={{ ...quiet, ...websocket }} />);

test("it says whether it is live [S1.17]", () => {
  const { rerender } = show({});
  expect(screen.getByText("Live updates active").getAttribute("role")).toBe("status");
  rerender(<RealtimeStatusPanel websocket={{ ...quiet, connected: false }} />);
  expect(screen.queryByText("Live updates active")).toBeNull();
});

test("it shows the place in the queue, and the wait when it is known [S1.7 S1.17]", () => {
  const { rerender } = show({ queuePosition: { position: 3, total: 10, estimatedWaitTime: 42 } });
  expect(screen.getByText("Place 3 of 10 in the queue, about 42 s to wait")).toBeDefined();
  rerender(<RealtimeStatusPanel websocket={{ ...quiet, queuePosition: { position: 3, total: 10, estimatedWaitTime: null } }} />);
  expect(screen.getByText("Place 3 of 10 in the queue")).toBeDefined();
});

test("it shows progress with its stage, under either name of the percentage [S1.8 S1.17]", () => {
  const { rerender } = show({ syncProgress: { stage: "syncing", percent: 50, message: "Syncing files" } });
  expect(screen.getByRole("progressbar", { name: "Sync" }).getAttribute("value")).toBe("50");
  expect(screen.getByText("Sync: Syncing files")).toBeDefined();
  expect(screen.getByText("syncing").getAttribute("aria-current")).toBe("step");
  expect(screen.getByText("validating").dataset.done).toBe("true");
  rerender(<RealtimeStatusPanel websocket={{ ...quiet, generationProgress: { progress: 250 } }} />);
  expect(screen.getByRole("progressbar", { name: "Generation" }).getAttribute("value")).toBe("100");
});

test("it shows the preview's status [S1.10 S1.17]", () => {
  show({ previewStatus: { status: "ready" } });
  expect(screen.getByText("Preview: ready")).toBeDefined();
});

test("notifications go by themselves, errors stay [S1.17]", () => {
  const errors = [{ ...at, id: "2", jobId: "j", code: "broken", message: "It broke." }];
  show({ notifications: [told], errors });
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  act(() => vi.advanceTimersByTime(8000));
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([expect.stringContaining("It broke.")]);
});

test("a notification that is pointed at stays until it is not", () => {
  show({ notifications: [told] });
  fireEvent.pointerEnter(screen.getByRole("listitem"));
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
  fireEvent.pointerLeave(screen.getByRole("listitem"));
  act(() => vi.advanceTimersByTime(8000));
  expect(screen.queryByRole("listitem")).toBeNull();
});

test("one can be dismissed, and all cleared", () => {
  show({ notifications: [told] });
  fireEvent.click(screen.getByRole("button", { name: "Clear notifications" }));
  expect(quiet.clearNotifications).toHaveBeenCalledOnce();
  fireEvent.click(screen.getByRole("button", { name: "Dismiss: Hello" }));
  expect(screen.queryByRole("listitem")).toBeNull();
});

test("after it is gone no timer is left", () => {
  const { unmount } = show({ notifications: [told] });
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
