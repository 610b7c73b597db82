import { useRealtime } from "@trawl/client/react";
import { useEffect, useSyncExternalStore } from "react";

// What was seen, of this page's time; the notifications themselves are no older.
let seen: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function onSeen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How many notifications and failures nobody has looked at. */
export function useUnread(): number {
  const { notifications, errors } = useRealtime();
  const known = useSyncExternalStore(onSeen, () => seen);
  return [...notifications, ...errors].filter(({ id }) => !known.has(id)).length;
}

/** Whoever sees the list has seen what is in it. */
export function useReading(ids: readonly string[]): void {
  useEffect(() => {
    if (ids.every((id) => seen.has(id))) return;
    seen = new Set([...seen, ...ids]);
    for (const listener of listeners) listener();
  }, [ids]);
}
