import { isTerminal, type Job, type TrawlEvent } from "@trawl/client";
import { useChannel } from "@trawl/client/react";
import { useState } from "react";

/** What the job, or its program, has said last of what it is at; null when it has said nothing since the page was opened. */
export function useMessage(job: Job): string | null {
  const [message, setMessage] = useState<string | null>(null);
  const isOver = isTerminal(job.status);
  useChannel(isOver ? null : `job:${job.id}`, {
    events: (events) => setMessage((before) => messageIn(events) ?? before),
  });
  return isOver ? null : message;
}

/** The newest message among events; null when none has one. */
export function messageIn(events: readonly TrawlEvent[]): string | null {
  const said = events.findLast(({ type }) => type === "progress" || type === "stage");
  return said && "message" in said.data && typeof said.data.message === "string" ? said.data.message || null : null;
}
