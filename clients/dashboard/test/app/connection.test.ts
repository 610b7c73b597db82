// @vitest-environment node
import type { ConnectionStatus } from "@trawl/client";
import { expect, test } from "vitest";
import { factsOf, nameOf } from "../../src/app/connection/words.js";

const status: ConnectionStatus = {
  state: "connected",
  transport: "websocket",
  attempt: 0,
  retryAt: null,
  error: null,
  shared: true,
};

test("polling is not called live", () => {
  expect(nameOf(status)).toEqual(["good", "Live"]);
  expect(nameOf({ ...status, transport: "sse" })).toEqual(["good", "Live"]);
  expect(nameOf({ ...status, transport: "polling" })).toEqual(["warn", "Polling"]);
});

test("every state has a word of its own", () => {
  const states = ["idle", "connecting", "connected", "reconnecting", "offline", "unauthorized", "closed"] as const;
  expect(new Set(states.map((state) => nameOf({ ...status, state })[1])).size).toBe(states.length);
});

test("the facts tell the transport, whose it is, and when it is tried again", () => {
  const facts = Object.fromEntries(
    factsOf({ ...status, state: "reconnecting", attempt: 3, retryAt: 12_400, error: "1006" }, 10_000),
  );
  expect(facts).toMatchObject({
    Transport: "WebSocket",
    Shared: "One connection for all tabs",
    Tries: "3",
    "Next try": "in 3 s",
    "Last error": "1006",
  });
});
