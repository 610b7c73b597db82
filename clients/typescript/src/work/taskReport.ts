import { Gate } from "./pace.js";
import type { ReportOptions, WorkReporter } from "./reporter.js";

const itemsPerWindow = 25;

/** Counts a task's items and tells of them, no more often than somebody can read; the beginning and the end always. */
export class TaskReport {
  readonly #taskName: string;
  readonly #worker: string;
  readonly #reporter: WorkReporter | undefined;
  readonly #began = performance.now();
  readonly #progressGate = new Gate(1, true);
  readonly #itemGate = new Gate(itemsPerWindow);
  #begun = 0;
  #known: number;
  #done = 0;
  #failed = 0;
  #batched = 0;

  constructor(
    options: ReportOptions,
    private readonly batchSize: number,
    total = 0,
  ) {
    this.#taskName = options.taskName ?? "work";
    this.#worker = options.workerName ?? this.#taskName;
    this.#reporter = options.progressUpdates === false ? undefined : options.reporter;
    this.#known = total;
    this.#tellProgress();
  }

  /** Items that wait are known to come after those that have begun. */
  expect(waiting: number): void {
    this.#known = Math.max(this.#known, this.#begun + waiting);
  }

  itemBegun(): void {
    this.#begun++;
    this.expect(0);
  }

  itemDone(item: string, ok: boolean, startedAt: number): void {
    this.#done++;
    if (!ok) this.#failed++;
    if (this.#itemGate.tryPass())
      this.#reporter?.report("worker_item_completed", {
        workerName: this.#worker,
        item,
        ok,
        durationMs: since(startedAt),
        queueSize: this.#known - this.#done,
      });
    if (this.#done - this.#batched >= this.batchSize) this.#tellBatch();
    if (this.#progressGate.tryPass()) this.#tellProgress();
  }

  /** However it ends. Nothing is told after it. */
  end(): void {
    if (this.#done > this.#batched) this.#tellBatch();
    this.#tellProgress();
    this.#reporter?.report("task_completed", {
      taskName: this.#taskName,
      completed: this.#done - this.#failed,
      failed: this.#failed,
      durationMs: since(this.#began),
      worker: this.#worker,
    });
  }

  #tellBatch(): void {
    const batchSize = this.#done - this.#batched;
    this.#batched = this.#done;
    this.#reporter?.report("batch_complete", { ...this.#place(), batchSize });
  }

  #tellProgress(): void {
    const place = this.#place();
    const progressPercent = Math.round((place.completed * 1000) / Math.max(1, place.total)) / 10;
    this.#reporter?.report("processing_progress", { ...place, progressPercent, failed: this.#failed });
  }

  #place() {
    return { taskName: this.#taskName, completed: this.#done, total: this.#known, worker: this.#worker };
  }
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
