import type { ConnectionStatus } from "../realtime/types.js";
import { ME } from "../state/live.js";
import { type UserState, unknownUser } from "../state/user/userState.js";
import { useTrawl } from "./TrawlProvider.js";
import { useConnection } from "./useConnection.js";
import { useShared } from "./useShared.js";

export interface UseRealtimeResult extends UserState {
  /** What is shown is live, whichever transport brings it. */
  connected: boolean;
  connection: ConnectionStatus;
  usingPolling: boolean;
  clearNotifications(): void;
  clearErrors(): void;
  /** Takes one notification away. */
  dismiss(id: string): void;
}

/** What the caller is told: notifications, also those from before, failures of their jobs, how it stands with the connection. */
export function useRealtime(): UseRealtimeResult {
  const { live } = useTrawl();
  const user = useShared(live.users, ME, unknownUser);
  const connection = useConnection();
  return {
    ...user,
    connected: connection.state === "connected",
    connection,
    usingPolling: connection.transport === "polling",
    clearNotifications: () => live.peekUser()?.clearNotifications(),
    clearErrors: () => live.peekUser()?.clearErrors(),
    dismiss: (id) => live.peekUser()?.dismiss(id),
  };
}
