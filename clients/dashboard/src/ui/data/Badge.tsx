import type { JobStatus, NotificationLevel } from "@trawl/client";
import type { ReactNode } from "react";
import "./badge.css";

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad";

/** A word with a colour: the word says it all. */
export function Badge({ tone = "neutral", children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {children}
    </span>
  );
}

const ofStatus: Record<JobStatus, readonly [Tone, string]> = {
  queued: ["neutral", "Queued"],
  running: ["accent", "Running"],
  waiting: ["warn", "Waiting for an answer"],
  paused: ["warn", "Paused"],
  cancelling: ["warn", "Cancelling"],
  completed: ["good", "Completed"],
  failed: ["bad", "Failed"],
  cancelled: ["neutral", "Cancelled"],
  expired: ["bad", "Expired"],
};

/** How a job's status is called. */
export const statusName = (status: JobStatus): string => ofStatus[status][1];

export function StatusBadge({ status }: { status: JobStatus }) {
  const [tone, name] = ofStatus[status];
  return <Badge tone={tone}>{name}</Badge>;
}

export const toneOfLevel: Record<NotificationLevel, Tone> = { info: "accent", success: "good", warning: "warn", error: "bad" };
