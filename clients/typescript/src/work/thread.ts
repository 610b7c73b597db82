/** A worker of the platform's: of the web, or of Node.js. */
export interface Thread {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** What it posts, and why it cannot go on. */
  listen(message: (data: unknown) => void, failed: (error: Error) => void): void;
  terminate(): void;
}

/** As much of Node's `worker_threads` as is used: not everybody has its types. */
export interface NodeThreads {
  parentPort: { postMessage(message: unknown): void; on(event: "message", listener: (message: never) => void): void } | null;
  Worker: new (
    script: string | URL,
    options: { eval: boolean },
  ) => {
    postMessage(message: unknown, transfer: readonly unknown[]): void;
    on(event: string, listener: (said: never) => void): void;
    terminate(): unknown;
  };
}

/** Node's own, without an import that a browser build would stumble over. */
function nodeThreads(): NodeThreads | undefined {
  const process = (globalThis as { process?: { getBuiltinModule?(name: string): unknown } }).process;
  return process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined;
}

/** Starts a script, given as text or by its address, on a thread of its own. */
export function openThread(script: string | URL): Thread {
  if (typeof Worker === "function") return openWebWorker(script);
  const threads = nodeThreads();
  if (!threads) throw new Error("There are no workers here: neither the web's nor Node.js 20.16 and later.");
  const worker = new threads.Worker(script, { eval: typeof script === "string" });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(message, failed) {
      worker.on("message", message);
      worker.on("error", failed);
      worker.on("exit", (code: number) => failed(new Error(`The worker ended with ${code} before its task did.`)));
    },
    terminate: () => void worker.terminate(),
  };
}

function openWebWorker(script: string | URL): Thread {
  const address = typeof script === "string" ? URL.createObjectURL(new Blob([script], { type: "text/javascript" })) : script;
  const worker = new Worker(address, typeof script === "string" ? {} : { type: "module" });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen(message, failed) {
      worker.onmessage = ({ data }) => message(data);
      // A script that is not allowed or not there fails without a word.
      worker.onerror = ({ message }) =>
        failed(
          new Error(
            message || "The worker did not start. Where a policy forbids `blob:` workers, name a module in place of a function.",
          ),
        );
    },
    terminate() {
      worker.terminate();
      if (typeof address === "string") URL.revokeObjectURL(address);
    },
  };
}
