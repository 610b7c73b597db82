import { useCallback, useSyncExternalStore } from "react";
import type { ConnectionStatus, Realtime } from "../realtime/types.js";
import { useTrawl } from "./TrawlProvider.js";

const before: ConnectionStatus = { state: "idle", transport: null, attempt: 0, retryAt: null, error: null, shared: false };

/** How it stands with the live connection. */
export function useConnection(): ConnectionStatus {
  return useConnectionOf(useTrawl().realtime);
}

export function useConnectionOf(realtime: Realtime): ConnectionStatus {
  const subscribe = useCallback((listener: () => void) => realtime.onStatus(listener), [realtime]);
  return useSyncExternalStore(
    subscribe,
    () => realtime.status,
    () => before,
  );
}
