import type { Job, TrawlEvent } from "@trawl/client";
import type { ReactNode } from "react";
import { plain } from "../words/names.js";
import { slowedWords } from "../words/slowed.js";
import { queueWords } from "../words/waits.js";
import { useSlowedBy } from "./useSlowedBy.js";
import { useStalled } from "./useStalled.js";
import "./notices.css";

/** What holds a job up: its place in the queue, hosts that want it slower, a stall. */
export function Notices({ job, feed }: { job: Job; feed: readonly TrawlEvent[] }) {
  const stalled = useStalled(job, feed);
  const slowedBy = useSlowedBy(job);
  return (
    <div className="notices" aria-live="polite">
      {job.queue && <Notice name="In the queue">{queueWords(job.queue)}</Notice>}
      {job.status === "paused" && <Notice name="Paused">Workers finish what they have in hand; the rest waits.</Notice>}
      {job.status === "cancelling" && <Notice name="Cancelling">It ends when no worker works on it any more.</Notice>}
      {stalled && (
        <Notice name="Nothing moves" tone="warn">
          {plain(stalled.reason)}. {stalled.nextStep}
        </Notice>
      )}
      {slowedBy.map((slow) => (
        <Notice key={slow.host} name={`Slowed by ${slow.host}`}>
          {slowedWords(slow)}
        </Notice>
      ))}
    </div>
  );
}

function Notice({ name, tone = "plain", children }: { name: string; tone?: "plain" | "warn"; children: ReactNode }) {
  return (
    <p className={`notices-one notices-${tone}`}>
      <strong>{name}:</strong> {children}
    </p>
  );
}
