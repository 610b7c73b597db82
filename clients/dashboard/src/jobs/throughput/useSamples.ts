import { isTerminal, type Job, type TrawlEvent } from "@trawl/client";
import { useChannel } from "@trawl/client/react";
import { useEffect, useMemo, useState } from "react";
import { workedOn } from "../words/counts.js";
import { type Sample, withSample } from "./throughput.js";

export interface Samples {
  readonly items: readonly Sample[];
  readonly chunks: readonly Sample[];
}

const kept = new Map<string, Samples>();
const mostKept = 20;

/**
 * What a job had done at each moment that this tab has seen of it, also when its page was left meanwhile. By the times that the
 * events say: when they come to be drawn is of no interest.
 */
export function useSamples(job: Job, feed: readonly TrawlEvent[]): Samples {
  const [samples, setSamples] = useState<Samples>(() => kept.get(job.id) ?? { items: [], chunks: [] });
  useChannel(isTerminal(job.status) ? null : `job:${job.id}`, {
    events: (events) => {
      const telling = events.filter((event) => "counts" in event.data);
      if (telling.length > 0) setSamples((before) => telling.reduce(sampled, before));
    },
  });
  useEffect(() => {
    kept.delete(job.id);
    kept.set(job.id, samples);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }, [job.id, samples]);
  const origin = useMemo(() => beginningIn(feed), [feed]);
  return origin === null ? samples : { items: since(origin, samples.items), chunks: since(origin, samples.chunks) };
}

function sampled(samples: Samples, { data, timestamp }: TrawlEvent): Samples {
  const counts = (data as { counts?: Job["counts"] }).counts;
  if (!counts) return samples;
  const at = Date.parse(timestamp);
  return {
    items: withSample(samples.items, { at, done: workedOn(counts) }),
    chunks: withSample(samples.chunks, { at, done: counts.embedded }),
  };
}

/** When a job began with nothing done; null of one that was retried, or when it is not in the feed any more. */
export function beginningIn(feed: readonly TrawlEvent[]): number | null {
  const [start, ...more] = feed.filter((event) => event.type === "started" || (event.type === "queued" && (event.seq ?? 0) > 1));
  return start?.type === "started" && more.length === 0 ? Date.parse(start.timestamp) : null;
}

export function since(origin: number, samples: readonly Sample[]): readonly Sample[] {
  const [first] = samples;
  return first && first.at > origin ? [{ at: origin, done: 0 }, ...samples] : samples;
}
