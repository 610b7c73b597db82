import type { EventOf, TrawlEvent } from "@trawl/client";

type Report = EventOf<"sync:progress"> | EventOf<"preview:status"> | EventOf<"generation:progress">;

const kinds: ReadonlySet<string> = new Set(["sync:progress", "preview:status", "generation:progress"]);

const isReport = (event: TrawlEvent): event is Report => kinds.has(event.type);

/** The newest report of each kind. */
export function reportsIn(feed: readonly TrawlEvent[]): Report[] {
  return [...new Map(feed.filter(isReport).map((event) => [event.type, event])).values()];
}
