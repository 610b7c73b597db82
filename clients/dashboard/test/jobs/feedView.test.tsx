import { fireEvent, render, screen } from "@testing-library/react";
import type { TrawlEvent } from "@trawl/client";
import { expect, test } from "vitest";
import { Feed } from "../../src/jobs/feed/Feed.js";

const pages = (...items: string[]): TrawlEvent[] =>
  items.map(
    (item) =>
      ({
        type: "worker_item_completed",
        timestamp: "2026-11-21T12:00:00Z",
        data: { workerName: "w", item, ok: true, durationMs: 1, queueSize: 0 },
      }) as unknown as TrawlEvent,
  );

test("a feed that is held stands still until it goes on", () => {
  const view = (feed: TrawlEvent[]) => <Feed feed={feed} isEnded={false} ratePerSecond={3} />;
  const { rerender } = render(view(pages("/1")));
  const log = screen.getByRole("log", { name: "Live feed" });
  fireEvent.click(screen.getByRole("button", { name: "Hold" }));
  rerender(view(pages("/1", "/2")));
  expect(log.textContent).not.toContain("/2");
  fireEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(log.querySelector(".feed-text")?.textContent).toBe("/2");
});
