import type { WorkEvents, WorkReporter } from "../../src/index.js";

/** A reporter that remembers. */
export function told() {
  const all: { type: keyof WorkEvents; data: WorkEvents[keyof WorkEvents] }[] = [];
  const reporter: WorkReporter = { report: (type, data) => all.push({ type, data }) };
  const of = <T extends keyof WorkEvents>(type: T) =>
    all.filter((one) => one.type === type).map((one) => one.data as WorkEvents[T]);
  return { reporter, all, of };
}

/** Promises that a test keeps when it likes. */
export function gates<T = void>() {
  const open: ((value: T) => void)[] = [];
  return { open, wait: () => new Promise<T>((resolve) => open.push(resolve)) };
}
