import { type EventData, isTerminal, type Job, type TrawlEvent } from "@trawl/client";
import { useState } from "react";

export type Stalled = EventData["stalled"];

/** Not signs that work goes on: these come of a job that stands as well. */
const idle: ReadonlySet<string> = new Set(["stalled", "comment", "cursor", "presence", "clarification", "queue_position"]);

/** The last word that nothing moves, unless something has happened since. */
export function stalledIn(feed: readonly TrawlEvent[]): Stalled | null {
  for (let place = feed.length - 1; place >= 0; place--) {
    const event = feed[place];
    if (event?.type === "stalled") return event.data;
    if (event && !idle.has(event.type)) return null;
  }
  return null;
}

/** Why a job stands still; null when it moves again, which its numbers tell too. */
export function useStalled(job: Job, feed: readonly TrawlEvent[]): Stalled | null {
  const stalled = stalledIn(feed);
  const numbers = JSON.stringify([job.status, job.progress, job.counts]);
  const [since, setSince] = useState({ stalled, numbers });
  if (since.stalled !== stalled) setSince({ stalled, numbers });
  return isTerminal(job.status) || numbers !== since.numbers ? null : stalled;
}
