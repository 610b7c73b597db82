import { useSyncExternalStore } from "react";
import { formatMoment, formatRelative } from "./formats.js";

// One clock for all that is on the page; it stands while nothing is.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** What a function of the time gives, every second anew; draws only when it gives something else. */
export function useNow<T extends string | number>(of: (now: number) => T): T {
  return useSyncExternalStore(onTick, () => of(Date.now()));
}

/** How long ago, or until, with the moment itself as its title. `at` is an ISO time. */
export function Time({ at }: { at: string }) {
  const words = useNow((now) => formatRelative(Date.parse(at), now));
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {words}
    </time>
  );
}
