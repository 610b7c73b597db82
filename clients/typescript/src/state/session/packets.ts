import { type EventOf, isTerminal, type TrawlEvent } from "../../events.js";
import type { Job, JobCounts, JobStatus } from "../../models.js";

/** The words of frontends of Trawl's predecessors for a job's status. */
export type SessionStatus = "ACTIVE" | "PROCESSING" | "COMPLETED" | "FAILED" | "EXPIRED";

const words: Partial<Record<JobStatus, SessionStatus>> = {
  running: "PROCESSING",
  cancelling: "PROCESSING",
  completed: "COMPLETED",
  failed: "FAILED",
  cancelled: "FAILED",
  expired: "EXPIRED",
};

export function statusWord(status: JobStatus): SessionStatus {
  return words[status] ?? "ACTIVE";
}

interface About {
  sessionId: string;
  jobId: string;
  timestamp: string;
}

/** What `progress` carries. `prompts` are the job's pages, or a custom job's items. */
export interface SessionProgress extends About {
  status: SessionStatus;
  /** 0 to 100. */
  progress: number;
  message: string;
  prompts: Pick<JobCounts, "total" | "completed" | "processing" | "pending" | "failed">;
  hasClarifications: boolean;
  clarificationCount: number;
  hasResult: boolean;
  result?: unknown;
}

export interface SessionModelResult extends About {
  modelName: string;
  provider: string;
  /** Milliseconds; null while it works. */
  duration: number | null;
  result: string | null;
  status: string;
  error?: string;
}

export interface SessionClarification extends About {
  clarificationId: string;
  question: string;
  options: string[];
  status: "pending" | "answered" | "expired";
}

/** Each event's name and payload. */
export interface SessionPackets {
  subscribed: About;
  unsubscribed: About;
  progress: SessionProgress;
  model_result: SessionModelResult;
  clarification: SessionClarification;
  completed: About & { status: SessionStatus; result: unknown };
  error: About & { status: SessionStatus; error: string; code: string };
}

export type SessionPacket = { [N in keyof SessionPackets]: { name: N; data: SessionPackets[N] } }[keyof SessionPackets];

/** An event as the sockets of those frontends would bring it; other events have no such form. */
export function packetsOf(event: TrawlEvent): SessionPacket[] {
  const about = aboutOf(event.jobId ?? "", event.timestamp);
  switch (event.type) {
    case "progress":
      return [{ name: "progress", data: { ...about, ...told(event.data), ...questions(event.data), hasResult: false } }];
    case "model_result": {
      const { model: modelName, durationMs: duration, error, ...same } = event.data;
      return [{ name: "model_result", data: { ...about, ...same, modelName, duration, ...(error === null ? {} : { error }) } }];
    }
    case "clarification": {
      const { clarificationId, question, options, status } = event.data;
      return [{ name: "clarification", data: { ...about, clarificationId, question, options, status } }];
    }
    default:
      return isEnd(event) ? [{ name: "progress", data: lastProgress(event) }, end(event)] : [];
  }
}

/** A job as it is now. */
export function progressOf(job: Job): SessionProgress {
  const clarificationCount = job.clarifications.filter(({ status }) => status === "pending").length;
  return {
    ...aboutOf(job.id, new Date().toISOString()),
    ...told(job),
    message: "",
    hasClarifications: clarificationCount > 0,
    clarificationCount,
    ...resultOf(job.result),
  };
}

export function aboutOf(jobId: string, timestamp = new Date().toISOString()): About {
  return { sessionId: jobId, jobId, timestamp };
}

type End = EventOf<"completed"> | EventOf<"failed"> | EventOf<"cancelled"> | EventOf<"expired">;

function isEnd(event: TrawlEvent): event is End {
  return isTerminal(event.type);
}

function told({ status, progress, counts }: { status: JobStatus; progress: number; counts: JobCounts }) {
  const { total, completed, processing, pending, failed } = counts;
  return { status: statusWord(status), progress, prompts: { total, completed, processing, pending, failed } };
}

function questions({ message, hasClarifications, clarificationCount }: EventOf<"progress">["data"]) {
  return { message, hasClarifications, clarificationCount };
}

function resultOf(result: unknown): { hasResult: boolean; result?: unknown } {
  return result === null || result === undefined ? { hasResult: false } : { hasResult: true, result };
}

function lastProgress(event: End): SessionProgress {
  return {
    ...aboutOf(event.jobId ?? "", event.timestamp),
    ...told({ ...event.data, status: event.type }),
    message: event.type === "completed" ? "Completed." : errorOf(event).error,
    hasClarifications: false,
    clarificationCount: 0,
    ...resultOf(event.type === "completed" ? event.data.result : null),
  };
}

function end(event: End): SessionPacket {
  const about = { ...aboutOf(event.jobId ?? "", event.timestamp), status: statusWord(event.type) };
  if (event.type === "completed") return { name: "completed", data: { ...about, result: event.data.result } };
  return { name: "error", data: { ...about, ...errorOf(event) } };
}

function errorOf(event: End): { error: string; code: string } {
  if (event.type === "failed")
    return { error: event.data.error?.message ?? "The job failed.", code: event.data.error?.code ?? "failed" };
  const error = event.type === "cancelled" ? "The job was cancelled." : "The job expired before it was done.";
  return { error, code: event.type };
}
