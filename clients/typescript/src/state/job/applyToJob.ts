import { type EventOf, isTerminal, type TrawlEvent } from "../../events.js";
import type { Clarification, Job } from "../../models.js";
import { upsert } from "../lists.js";

const ended = { queue: null, ratePerSecond: null, etaSeconds: null, slowedBy: [] } satisfies Partial<Job>;

/**
 * The job after an event; the same object when it says nothing new. A job's `version` grows with all that can be seen of it,
 * and events carry the one they speak of: what is older than what is known changes nothing, whichever way it came.
 *
 * @param known The version of the last whole job that was had: everything up to it is in there.
 */
export function applyToJob(job: Job, event: TrawlEvent, known: number): Job {
  if (!speaksOf(event)) return job;
  const version = event.version ?? 0;
  const seq = event.channel === `job:${job.id}` ? (event.seq ?? 0) : 0;
  const change = version <= known ? {} : { ...named(job, event), ...(version >= job.version ? standing(job, event) : {}) };
  if (Object.keys(change).length === 0 && seq <= job.seq && version <= job.version) return job;
  return { ...job, ...change, seq: Math.max(job.seq, seq), version: Math.max(job.version, version) };
}

// A log event does, and a state of its own; others have versions of another kind, or none. That a job has ended is said by the
// log event that also brings its result: the state event that may come before it is not waited for.
function speaksOf(event: TrawlEvent): boolean {
  if (event.type === "progress") return !isTerminal(event.data.status);
  return event.seq !== null || event.type === "queue_position";
}

// What is told of a model or a question comes in order, so it is the newest of these, also when the rest has gone on meanwhile.
function named(job: Job, event: TrawlEvent): Partial<Job> {
  if (event.type === "clarification") return { clarifications: withClarification(job.clarifications, event) };
  if (event.type !== "model_result") return {};
  const { model, provider, status, durationMs, error } = event.data;
  const before = job.models.find((other) => other.model === model);
  const now = { model, provider, status, error, durationMs: durationMs ?? 0, chunks: before?.chunks ?? 0 };
  return { models: upsert(job.models, now, (other) => other === before) };
}

function withClarification(all: readonly Clarification[], event: EventOf<"clarification">): Clarification[] {
  const { clarificationId: id, ...said } = event.data;
  return upsert(all, { ...said, id }, (other) => other.id === id);
}

/** The job when a source is no more; the same object when it was not its own. */
export function withoutSource(job: Job, sourceId: string | null | undefined): Job {
  return sourceId && job.sourceId === sourceId ? { ...job, sourceId: null } : job;
}

/** How the job stands. */
function standing(job: Job, event: TrawlEvent): Partial<Job> {
  switch (event.type) {
    case "queued":
      return {
        ...ended,
        status: "queued",
        stage: "validating",
        progress: 0,
        queue: event.data,
        startedAt: null,
        finishedAt: null,
        result: null,
        error: null,
      };
    case "queue_position":
      return { queue: event.data };
    case "started":
      return { status: "running", queue: null, startedAt: job.startedAt ?? event.timestamp };
    case "resumed":
      return { status: "running" };
    case "paused":
    case "cancelling":
      return { status: event.type };
    case "stage":
      return { stage: event.data.stage };
    case "progress": {
      const { progress, status, stage, counts, ratePerSecond, etaSeconds } = event.data;
      return { progress, status, stage, counts, ratePerSecond, etaSeconds, ...(status === "queued" ? {} : { queue: null }) };
    }
    case "completed":
    case "failed":
    case "cancelled":
    case "expired":
      return { ...ended, ...end(event), status: event.type, finishedAt: event.timestamp };
    default:
      return {};
  }
}

function end(event: EventOf<"completed"> | EventOf<"failed"> | EventOf<"cancelled"> | EventOf<"expired">): Partial<Job> {
  const { progress, counts } = event.data;
  if (event.type === "completed") return { progress, counts, stage: "complete", result: event.data.result ?? null };
  return event.type === "failed" ? { progress, counts, error: event.data.error } : { progress, counts };
}
