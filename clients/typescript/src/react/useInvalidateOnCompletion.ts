import { useEffect, useRef } from "react";
import { isTerminal } from "../events.js";
import { ME } from "../state/live.js";
import { useTrawl } from "./TrawlProvider.js";

/** As much of TanStack Query's `QueryClient` as is needed: nobody has to install it who does not use it. */
export interface Invalidating {
  invalidateQueries(filters?: { queryKey: readonly unknown[] }): unknown;
}

/**
 * Has TanStack Query load again what a job has changed, when one of the caller's jobs ends, or when a job or a source is deleted.
 *
 * @param queryKeys Which queries, such as `[["sources"], ["stats"]]`. Defaults to all.
 */
export function useInvalidateOnCompletion(queryClient: Invalidating, queryKeys?: readonly (readonly unknown[])[]): void {
  const { live } = useTrawl();
  const keys = useRef(queryKeys);
  useEffect(() => {
    keys.current = queryKeys;
  });
  useEffect(() => {
    const watch = live.users.watch(ME);
    const off = watch.store.observe({
      subscribed: (recovered) => {
        if (!recovered) invalidate(queryClient, keys.current);
      },
      events: (events) => {
        if (events.some(({ type }) => isTerminal(type) || type === "deleted")) invalidate(queryClient, keys.current);
      },
    });
    return () => {
      off();
      watch.close();
    };
  }, [live, queryClient]);
}

/** All queries, or those with these keys. */
export function invalidate(queryClient: Invalidating, queryKeys?: readonly (readonly unknown[])[]): void {
  if (!queryKeys) queryClient.invalidateQueries();
  else for (const queryKey of queryKeys) queryClient.invalidateQueries({ queryKey });
}
