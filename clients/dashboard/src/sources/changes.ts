import type { Job } from "@trawl/client";

/** What a run found to be other than before. */
export interface Changes {
  added: number;
  changed: number;
  gone: number;
  unchanged: number;
}

const names = ["added", "changed", "gone", "unchanged"] as const;

/** Null while it runs, and for a run that did not come to its end. */
export function changesOf({ result }: Pick<Job, "result">): Changes | null {
  if (typeof result !== "object" || result === null) return null;
  const told = result as Record<string, unknown>;
  if (!names.every((name) => typeof told[name] === "number")) return null;
  return told as unknown as Changes;
}

/** `3 added, 1 gone`; what did not happen is not said. */
export function sayChanges(changes: Changes): string {
  const said = names.slice(0, 3).filter((name) => changes[name] > 0);
  return said.map((name) => `${changes[name]} ${name}`).join(", ") || "nothing changed";
}

/** Those of the last run that told any; runs are the newest first. */
export function lastChanges(runs: readonly Job[]): Changes | null {
  for (const run of runs) {
    const changes = changesOf(run);
    if (changes) return changes;
  }
  return null;
}

/** The last changes of each source; runs are the newest first. */
export function changesBySource(runs: readonly Job[]): ReadonlyMap<string, Changes> {
  const latest = new Map<string, Changes>();
  for (const run of runs) {
    const changes = changesOf(run);
    if (changes && run.sourceId && !latest.has(run.sourceId)) latest.set(run.sourceId, changes);
  }
  return latest;
}
