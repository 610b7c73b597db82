import { type EventOf, isTerminal, type TrawlEvent } from "../../events.js";
import type { Job } from "../../models.js";
import { newest, upsert } from "../lists.js";
import { applyToPresence } from "../presence.js";
import { applyToJob } from "./applyToJob.js";
import type { JobState, ModelResult, TaskActivity } from "./jobState.js";

const MOST_TASKS = 50;

/** State that is shown elsewhere, and where the others are: no news for a feed. */
const unsung: ReadonlySet<string> = new Set(["progress", "queue_position", "presence", "cursor"]);

/** The state after a batch of events; see `applyToJob` for `known`. */
export function applyToState(state: JobState, events: readonly TrawlEvent[], known: number, feedSize: number): JobState {
  let next = state;
  for (const event of events) next = applyOne(next, event, known);
  const news = events.filter((event) => !unsung.has(event.type));
  const feed = newest(next.feed, news, feedSize);
  return feed === next.feed ? next : { ...next, feed };
}

/** The state with another job in it, and what follows from it. */
export function withJob(state: JobState, job: Job): JobState {
  const { activity } = state;
  return {
    ...state,
    job,
    isLoading: false,
    isEnded: isTerminal(job.status),
    error: null,
    clarifications: job.clarifications,
    activity: activity.ratePerSecond === job.ratePerSecond ? activity : { ...activity, ratePerSecond: job.ratePerSecond },
    modelResults: withModels(state.modelResults, job),
  };
}

function applyOne(state: JobState, event: TrawlEvent, known: number): JobState {
  const job = state.job && applyToJob(state.job, event, known);
  const next = job && job !== state.job ? withJob(state, job) : state;
  switch (event.type) {
    case "progress":
      return next.job?.version === event.version ? { ...next, message: event.data.message, updatedAt: event.timestamp } : next;
    case "model_result":
      return { ...next, modelResults: withResult(next.modelResults, event.data, (event.version ?? 0) <= known ? job : null) };
    case "comment":
      return { ...next, comments: withComment(next, event) };
    case "presence":
    case "cursor": {
      const before = { users: next.presence, total: next.presence.length, cursors: next.cursors };
      const { users, cursors } = applyToPresence(before, [event]);
      return { ...next, presence: users, cursors };
    }
    case "processing_progress":
    case "batch_complete":
    case "task_completed":
      return withTask(next, event);
    default:
      return next;
  }
}

// A result from before the snapshot brings what the snapshot does not have: the rest is told by it, and newer.
function withResult(results: readonly ModelResult[], told: ModelResult, snapshot: Job | null): ModelResult[] {
  const newer = snapshot?.models.find(({ model }) => model === told.model);
  const result = newer ? { ...told, status: newer.status, durationMs: newer.durationMs, error: newer.error } : told;
  return upsert(results, result, ({ model }) => model === told.model);
}

function withModels(results: readonly ModelResult[], job: Job): readonly ModelResult[] {
  const missing = job.models.filter(({ model }) => !results.some((other) => other.model === model));
  if (missing.length === 0) return results;
  return [...results, ...missing.map((one) => ({ ...one, status: one.status, result: null }))];
}

function withComment({ comments, jobId }: JobState, { data, timestamp }: EventOf<"comment">): JobState["comments"] {
  const { commentId: id, userId, text } = data;
  return upsert(comments, { id, jobId, userId, text, createdAt: timestamp }, (other) => other.id === id);
}

type TaskEvent = EventOf<"processing_progress"> | EventOf<"batch_complete"> | EventOf<"task_completed">;

function withTask(state: JobState, { type, data }: TaskEvent): JobState {
  const { taskName, completed, worker = null } = data;
  const { tasks } = state.activity;
  const isSame = (other: TaskActivity) => other.taskName === taskName && other.worker === worker;
  const total = type === "task_completed" ? Math.max(completed, tasks.find(isSame)?.total ?? 0) : data.total;
  const percent = type === "task_completed" ? 100 : percentOf(completed, total);
  const now = { taskName, completed, total, percent, worker };
  return { ...state, activity: { ...state.activity, tasks: upsert(tasks, now, isSame).slice(-MOST_TASKS) } };
}

function percentOf(completed: number, total: number): number {
  return total > 0 ? Math.min(100, (completed / total) * 100) : 0;
}
