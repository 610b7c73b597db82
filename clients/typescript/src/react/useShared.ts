import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Shareable, Shared } from "../state/shared.js";

const nowhere = () => () => {};

/** Watches a shared store while the component is there; `none` stands for its state before, and when there is no key. */
export function useShared<S, T extends Shareable<S>>(shared: Shared<S, T>, key: string | null, none: S): S {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (key === null) return () => {};
      const watch = shared.watch(key);
      watch.subscribe(listener);
      return () => watch.close();
    },
    [shared, key],
  );
  const state = () => (key === null ? none : (shared.peek(key)?.getState() ?? none));
  return useSyncExternalStore(key === null ? nowhere : subscribe, state, () => none);
}

/** Keeps a shared store alive while the component is there, without rendering at its changes. */
export function useKept<S, T extends Shareable<S>>(shared: Shared<S, T>, key: string | null): void {
  useEffect(() => {
    if (key === null) return;
    const watch = shared.watch(key);
    return () => watch.close();
  }, [shared, key]);
}
