export { type BackgroundWorker, type BackgroundWorkerOptions, createBackgroundWorker } from "./backgroundWorker.js";
export { type CpuTask, type CpuTaskOptions, runCpuIntensiveTask, serveCpuTask, type TellProgress } from "./cpuTask.js";
export { createJobReporter, type JobReporter, type JobReporterOptions, startCustomJob } from "./jobReporter.js";
export {
  type ItemContext,
  type Items,
  processParallel,
  processParallelSettled,
  processWithRateLimit,
  type RateLimitOptions,
  type Work,
  type WorkOptions,
} from "./processParallel.js";
export type { ReportOptions, WorkEvents, WorkReporter } from "./reporter.js";
export type { QueueOptions } from "./reportQueue.js";
