import { useMemo } from "react";
import type { EventData } from "../../events.js";
import { ME } from "../../state/live.js";
import { type JobFailure, type Notification, unknownUser } from "../../state/user/userState.js";
import { useConnectionOf } from "../useConnection.js";
import { useShared } from "../useShared.js";
import { useClient } from "./useClient.js";

export interface UseWebSocketOptions {
  /** Where Trawl is. Defaults to the provider's, and without a provider to `http://localhost:3001`. */
  url?: string;
  /** Who the user is, to a server in `development` mode. Defaults to the provider's, else to `browserUserId()`. */
  userId?: string;
  /** False: nothing is subscribed. Defaults to true. */
  autoConnect?: boolean;
}

/** A place in the queue. */
export interface QueuePosition {
  position: number;
  total: number;
  /** Seconds; null while nothing was measured. */
  estimatedWaitTime: number | null;
}

/** What a user is told, of whichever of their jobs. */
export interface UseWebSocketResult {
  connected: boolean;
  queuePosition: QueuePosition | null;
  /** As it was reported: `stage`, `progress` or `percent`, `message` as a rule. */
  syncProgress: EventData["sync:progress"] | null;
  previewStatus: EventData["preview:status"] | null;
  generationProgress: EventData["generation:progress"] | null;
  /** Since it was opened. */
  notifications: readonly Notification[];
  errors: readonly JobFailure[];
  clearNotifications(): void;
  clearErrors(): void;
}

/** All that a user is told, for a `RealtimeStatusPanel`. Works with and without a `TrawlProvider`. */
export function useWebSocket({ url, userId, autoConnect = true }: UseWebSocketOptions = {}): UseWebSocketResult {
  const { live, realtime } = useClient(url, userId, "http://localhost:3001");
  const user = useShared(live.users, autoConnect ? ME : null, unknownUser);
  const { state } = useConnectionOf(realtime);
  const { queuePosition: queue, syncProgress, previewStatus, generationProgress, notifications, errors } = user;
  return {
    connected: autoConnect && state === "connected",
    queuePosition: queue && { position: queue.position, total: queue.total, estimatedWaitTime: queue.estimatedWaitSeconds },
    syncProgress,
    previewStatus,
    generationProgress,
    notifications: useMemo(() => notifications.filter(({ isNew }) => isNew), [notifications]),
    errors,
    clearNotifications: () => live.peekUser()?.clearNotifications(),
    clearErrors: () => live.peekUser()?.clearErrors(),
  };
}
