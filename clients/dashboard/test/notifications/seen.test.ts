import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { markRead, sendAway, useSeen } from "../../src/notifications/seen.js";

const told = (seq: number, channel = "system") => ({ channel, seq });
const shown = (userId: string | null) => renderHook(() => useSeen(userId)).result;

test("what was read is remembered by its channel's highest number, for each user by itself", () => {
  const [alice, bob] = [shown("alice"), shown("bob")];
  act(() => markRead("alice", [told(3), told(5), told(1, "user:alice")]));
  act(() => markRead("alice", [told(4)]));
  expect(alice.current.read).toEqual({ system: 5, "user:alice": 1 });
  expect(bob.current.read).toEqual({});
  expect(JSON.parse(localStorage.getItem("notices:alice") ?? "").read).toEqual(alice.current.read);
  expect(shown(null).current.read).toEqual({});
});

test("another tab's word is taken", () => {
  const seen = shown("carol");
  act(() => {
    localStorage.setItem("notices:carol", JSON.stringify({ read: { system: 9 }, gone: ["system#1"] }));
    dispatchEvent(new StorageEvent("storage", { key: "notices:carol" }));
  });
  expect(seen.current).toEqual({ read: { system: 9 }, gone: ["system#1"] });
});

test("what was sent away stays away, as far back as a list can reach", () => {
  const seen = shown("dora");
  const ids = Array.from({ length: 250 }, (_, at) => `system#${at}`);
  act(() => sendAway("dora", ids));
  act(() => sendAway("dora", ["system#249"]));
  expect(seen.current.gone).toHaveLength(200);
  expect(seen.current.gone.at(-1)).toBe("system#249");
});

test("a browser that keeps nothing remembers as long as the page, and rubbish is nothing", () => {
  localStorage.setItem("notices:emil", "{");
  expect(shown("emil").current).toEqual({ read: {}, gone: [] });
  const denied = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("denied");
  });
  const seen = shown("frida");
  act(() => markRead("frida", [told(2)]));
  expect(seen.current.read).toEqual({ system: 2 });
  denied.mockRestore();
});
