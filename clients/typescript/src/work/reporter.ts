import type { EventData } from "../events.js";

/** What work tells while it is done, by the type of the event that watchers see. */
export interface WorkEvents {
  /** How far a task is. `completed` counts items done, well or not; `failed` those of them that failed. */
  processing_progress: EventData["processing_progress"] & { failed: number };
  batch_complete: EventData["batch_complete"];
  task_completed: EventData["task_completed"];
  worker_item_completed: EventData["worker_item_completed"];
}

/** Is told how work goes, as it goes. Returns at once and throws nothing. A job of a server is one: `createJobReporter`. */
export interface WorkReporter {
  report<T extends keyof WorkEvents>(type: T, data: WorkEvents[T]): void;
}

/** Who is told, and under which name. */
export interface ReportOptions {
  /** What reports call the task. Defaults to `work`. */
  taskName?: string;
  /** What reports call the worker. Defaults to the task's name. */
  workerName?: string;
  /** Who is told. Defaults to nobody. */
  reporter?: WorkReporter | undefined;
  /** `false` tells nobody, whatever `reporter` is. Defaults to true. */
  progressUpdates?: boolean;
}
