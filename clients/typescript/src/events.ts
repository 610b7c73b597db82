import type { Clarification, Job, JobCounts, JobStage, JobStatus, NotificationLevel } from "./models.js";

type None = Record<string, never>;
/** Temporary: becomes part of the generated types. */
export interface EventData {
  queued: { position: number; total: number; estimatedWaitSeconds: number; estimatedWaitP90Seconds: number };
  queue_position: { position: number; total: number; estimatedWaitSeconds: number; estimatedWaitP90Seconds: number };
  started: None;
  paused: None;
  resumed: None;
  cancelling: None;
  expired: { progress: number; counts: JobCounts };
  cancelled: { durationMs: number; kept: number; progress: number; counts: JobCounts };
  stalled: { reason: string; nextStep: string };
  stage: { stage: JobStage; message: string };
  progress: {
    progress: number;
    status: JobStatus;
    stage: JobStage;
    message: string;
    counts: JobCounts;
    ratePerSecond: number | null;
    etaSeconds: number | null;
    hasClarifications: boolean;
    clarificationCount: number;
  };
  model_result: {
    model: string;
    provider: string;
    status: "processing" | "completed" | "failed";
    durationMs: number | null;
    result: unknown;
    error: string | null;
  };
  clarification: {
    clarificationId: string;
    question: string;
    options: string[];
    status: Clarification["status"];
    answer: string | null;
    expiresAt: string;
  };
  comment: { commentId: string; userId: string; text: string };
  completed: { result: unknown; progress: number; counts: JobCounts };
  failed: { error: Job["error"]; progress: number; counts: JobCounts };
  notification: { level: NotificationLevel; title: string; message: string };
  draft_updated: {
    draftId: string;
    version: number;
    changes: Record<string, unknown>;
    by: string;
    jobId: string | null;
    deleted: boolean;
  };
  processing_progress: { taskName: string; completed: number; total: number; progressPercent?: number; worker?: string };
  batch_complete: { taskName: string; completed: number; total: number; batchSize: number; worker?: string };
  task_completed: { taskName: string; completed: number; failed?: number; durationMs?: number; worker?: string };
  worker_item_completed: { workerName: string; item: string; ok: boolean; durationMs?: number; queueSize?: number };
  presence: { users: string[]; total: number };
  cursor: { userId: string; target: unknown; position: unknown };
  "sync:progress": Record<string, unknown>;
  "preview:status": Record<string, unknown>;
  "generation:progress": Record<string, unknown>;
}

export type EventType = keyof EventData;

/** An event as it is on the wire. `seq` is set on log events: 1, 2, 3 … in the numbering of `channel`. */
export interface EventOf<T extends EventType> {
  type: T;
  channel: string;
  jobId: string | null;
  seq: number | null;
  version: number | null;
  timestamp: string;
  traceparent?: string | null;
  data: EventData[T];
}

/** Any event, told apart by `type`. */
export type TrawlEvent = { [T in EventType]: EventOf<T> }[EventType];

const terminal: ReadonlySet<string> = new Set(["completed", "failed", "cancelled", "expired"]);

/** Whether a status, or an event's type, is one after which a job's channel says nothing more. */
export function isTerminal(statusOrType: string): boolean {
  return terminal.has(statusOrType);
}
