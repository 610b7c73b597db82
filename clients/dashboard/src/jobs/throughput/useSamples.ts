import type { Job, TrawlEvent } from "@trawl/client";
import { useEffect, useState } from "react";
import { doneOf } from "../words/counts.js";
import { type Sample, withSample } from "./throughput.js";

export interface Samples {
  readonly items: readonly Sample[];
  readonly chunks: readonly Sample[];
}

const kept = new Map<string, Samples>();
const mostKept = 20;

/** What a job had done at each moment that this tab has seen of it, also when its page was left meanwhile. */
export function useSamples(job: Job, feed: readonly TrawlEvent[]): Samples {
  const [samples, setSamples] = useState<Samples>(() => kept.get(job.id) ?? beginning(job, feed));
  const items = doneOf(job.counts);
  const chunks = job.counts.embedded;
  useEffect(() => {
    const at = Date.now();
    setSamples((before) => ({
      items: withSample(before.items, { at, done: items }),
      chunks: withSample(before.chunks, { at, done: chunks }),
    }));
  }, [items, chunks, job.status]);
  useEffect(() => {
    kept.delete(job.id);
    kept.set(job.id, samples);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }, [job.id, samples]);
  return samples;
}

/** That it began with nothing is known of a job that began once; of a retried one it is not so. */
function beginning(job: Job, feed: readonly TrawlEvent[]): Samples {
  const [start, ...more] = feed.filter((event) => event.type === "started");
  if (job.finishedAt !== null || !start || more.length > 0) return { items: [], chunks: [] };
  const origin = [{ at: Math.min(Date.parse(start.timestamp), Date.now()), done: 0 }];
  return { items: origin, chunks: origin };
}
