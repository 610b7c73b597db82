import { isTerminal, type Job, type TrawlEvent } from "@trawl/client";
import { memo } from "react";
import { Card, formatRate, LineChart, useNow } from "../../ui/index.js";
import { itemsOf } from "../words/counts.js";
import { averageOf, ratesOf, untilOf } from "./throughput.js";
import { useSamples } from "./useSamples.js";
import "./throughput.css";

/** Items a second over time. Of a job that had ended before anybody looked there is nothing to show. */
export const Throughput = memo(function Throughput({ job, feed }: { job: Job; feed: readonly TrawlEvent[] }) {
  const samples = useSamples(job, feed);
  const now = useNow((time) => Math.floor(time / 1000)) * 1000;
  const { items, chunks } = samples;
  const last = items.at(-1)?.at ?? now;
  const until = isTerminal(job.status) ? last : untilOf(last, now);
  const rates = ratesOf(items, until);
  if (isTerminal(job.status) && rates.length < 2) return null;
  const average = averageOf(items, until);
  const name = itemsOf(job);
  return (
    <Card
      title="Throughput"
      actions={average !== null && <span className="soft small">{`On average ${formatRate(average)} ${name}/s`}</span>}
    >
      <div className="throughput">
        <LineChart label={`${capital(name)} a second`} lines={[{ name, points: rates }]} unit="/s" />
        {job.counts.chunks > 0 && (
          <LineChart label="Chunks embedded a second" lines={[{ name: "chunks", points: ratesOf(chunks, until) }]} unit="/s" />
        )}
      </div>
    </Card>
  );
});

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
