import { Gate } from "./pace.js";
import type { ReportOptions } from "./reporter.js";
import { type NodeThreads, openThread } from "./thread.js";

/** Tells how far a task is; `completed` of `total`, in whatever unit. */
export type TellProgress = (completed: number, total: number) => void;

/** What computes. On another thread: it sees its input and nothing else around it. */
export type CpuTask<I, R> = (input: I, progress: TellProgress) => R | Promise<R>;

export interface CpuTaskOptions<I> extends ReportOptions {
  /** What the task is handed: anything that can be cloned. */
  input?: I;
  /** Buffers in `input` that are moved instead of copied. */
  transfer?: readonly ArrayBuffer[];
  /** Ends the task, wherever it is. */
  signal?: AbortSignal;
}

type Said = { progress: [number, number] } | { value: unknown } | { error: unknown };

const threads = { free: (globalThis.navigator?.hardwareConcurrency as number | undefined) ?? 4, waiting: [] as (() => void)[] };

/**
 * Computes on a thread of its own, so that sockets, clicks and frames go on; no more tasks at once than there are processors.
 *
 * A function is sent as its text: it must not use anything from around it (imports, variables, `this`), only `input` and what the
 * platform has, and must not be one that a build tool wraps. Where that is not enough, or a policy forbids `blob:` workers, give the address of a module that
 * calls `serveCpuTask`. Input and result are copied by the structured clone algorithm: no functions, no DOM, no class instances.
 * @returns what the task gave. @throws what it threw; the signal's reason when it was aborted.
 */
export async function runCpuIntensiveTask<R, I = undefined>(
  task: CpuTask<I, R> | URL,
  options: CpuTaskOptions<I> = {},
): Promise<R> {
  const { taskName = "work", signal } = options;
  const report = reportOf(taskName, options);
  if (threads.free-- <= 0) await new Promise<void>((resolve) => threads.waiting.push(resolve));
  let ok = false;
  try {
    signal?.throwIfAborted();
    const value = await run(task instanceof URL ? task : `(${serveCpuTask})(${task})`, options, report.progress);
    ok = true;
    return value as R;
  } finally {
    threads.free++;
    threads.waiting.shift()?.();
    report.end(ok);
  }
}

/** In a module that is named to `runCpuIntensiveTask`: does what it is asked. */
export function serveCpuTask<I, R>(task: CpuTask<I, R>): void {
  // It is also sent as text, so it uses nothing from around it either.
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const threads = process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined;
  const port = threads?.parentPort;
  const post = (said: Said) => (port ? port.postMessage(said) : self.postMessage(said));
  const serve = async (input: I) => {
    try {
      post({ value: await task(input, (completed, total) => post({ progress: [completed, total] })) });
    } catch (error) {
      try {
        // Node.js clones a DOMException without its message.
        post({ error: error instanceof DOMException ? new Error(String(error)) : error });
      } catch {
        post({ error: new Error(String(error)) });
      }
    }
  };
  if (port) port.on("message", serve);
  else self.onmessage = ({ data }: MessageEvent<I>) => void serve(data);
}

function run<I>(script: string | URL, options: CpuTaskOptions<I>, progress: TellProgress): Promise<unknown> {
  const [thread, signal] = [openThread(script), options.signal];
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      signal?.removeEventListener("abort", abort);
      thread.terminate();
      settle();
    };
    const abort = () => end(() => reject(signal?.reason));
    signal?.addEventListener("abort", abort, { once: true });
    thread.listen(
      (data) => {
        const said = data as Said;
        if ("value" in said) end(() => resolve(said.value));
        else if ("error" in said) end(() => reject(explained(said.error)));
        else progress(...said.progress);
      },
      (error) => end(() => reject(explained(error))),
    );
    thread.post(options.input, options.transfer ?? []);
  });
}

/** One thing, or as many as the task says itself. */
function reportOf(taskName: string, options: ReportOptions) {
  const { workerName: worker = taskName, progressUpdates = true } = options;
  const reporter = progressUpdates ? options.reporter : undefined;
  const [gate, began] = [new Gate(1, true), performance.now()];
  let [completed, total] = [0, 1];
  const tell = () => {
    const progressPercent = Math.round((completed * 1000) / Math.max(1, total)) / 10;
    reporter?.report("processing_progress", { taskName, completed, total, progressPercent, worker, failed: 0 });
  };
  tell();
  return {
    progress(done: number, of: number) {
      [completed, total] = [done, of];
      if (gate.tryPass()) tell();
    },
    end(ok: boolean) {
      if (ok) completed = total;
      tell();
      const durationMs = Math.round(performance.now() - began);
      reporter?.report("task_completed", { taskName, completed, failed: ok ? 0 : 1, durationMs, worker });
    },
  };
}

function explained(error: unknown): unknown {
  if (error instanceof ReferenceError)
    error.message += ". The task runs on another thread and sees nothing but its input: hand it in as `input`.";
  return error;
}
