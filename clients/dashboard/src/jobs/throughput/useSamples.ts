import { isTerminal, type Job, type TrawlEvent } from "@trawl/client";
import { useChannel } from "@trawl/client/react";
import { useEffect, useState } from "react";
import { doneOf } from "../words/counts.js";
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
  const [samples, setSamples] = useState<Samples>(() => kept.get(job.id) ?? beginning(job, feed));
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
  return samples;
}

function sampled(samples: Samples, { data, timestamp }: TrawlEvent): Samples {
  const counts = (data as { counts?: Job["counts"] }).counts;
  if (!counts) return samples;
  const at = Date.parse(timestamp);
  return {
    items: withSample(samples.items, { at, done: doneOf(counts) }),
    chunks: withSample(samples.chunks, { at, done: counts.embedded }),
  };
}

/** That it began with nothing is known of a job that began once; of a retried one it is not so. */
function beginning(job: Job, feed: readonly TrawlEvent[]): Samples {
  const [start, ...more] = feed.filter((event) => event.type === "started");
  if (isTerminal(job.status) || !start || more.length > 0) return { items: [], chunks: [] };
  const origin = [{ at: Date.parse(start.timestamp), done: 0 }];
  return { items: origin, chunks: origin };
}
