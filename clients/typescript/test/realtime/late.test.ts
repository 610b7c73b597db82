import { expect, test, vi } from "vitest";
import { Channels } from "../../src/realtime/channels/channels.js";
import { Delivery } from "../../src/realtime/channels/delivery.js";
import type { Channel } from "../../src/realtime/types.js";

const channel = "job:1" as Channel;

test("who comes in the moment in which a channel ends is not told that end, but asked for", async () => {
  const changed = vi.fn();
  const signals = { online: () => true, hidden: () => false, listen: () => () => {} };
  const channels = new Channels(new Delivery({ frameMs: 0, signals }), changed);
  const [early, late] = [vi.fn(), vi.fn()];
  channels.watch(channel, { unsubscribed: early }, { after: 0 });
  channels.get(channel)?.subscribed({ channel, seq: 0, recovered: true, snapshot: null }, 0);
  channels.watch(channel, { unsubscribed: late }, { after: 0 });

  channels.unsubscribed(channel, "ended");
  await vi.waitFor(() => expect(early).toHaveBeenCalledWith("ended"));
  expect(late).not.toHaveBeenCalled();
  expect(channels.get(channel)?.stale).toBe(true);

  channels.get(channel)?.subscribed({ channel, seq: 0, recovered: true, snapshot: null }, 0);
  channels.unsubscribed(channel, "ended");
  await vi.waitFor(() => expect(late).toHaveBeenCalledWith("ended"));
  expect(channels.size).toBe(0);
});
