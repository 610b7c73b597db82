import { useEffect, useState, useSyncExternalStore } from "react";
import type { SessionSocket } from "../../state/session/sessionSocket.js";
import { noSession, type SessionState, SessionStore } from "../../state/session/sessionStore.js";
import { useClient } from "./useClient.js";

export interface UseSessionWebSocketResult extends SessionState {
  /** Null before the first effect, and without a session. See `SessionSocket` for what it can do. */
  socket: SessionSocket | null;
}

const nowhere = () => () => {};

/**
 * A job in the form in which frontends of Socket.IO's `progress`, `model_result`, `clarification` and `completed` know it.
 * Null: nothing is subscribed. Works with and without a `TrawlProvider`; `url` is where Trawl is when there is none.
 */
export function useSessionWebSocket(sessionId: string | null, { url }: { url?: string } = {}): UseSessionWebSocketResult {
  const { realtime } = useClient(url);
  const [made, setMade] = useState<SessionStore | null>(null);
  useEffect(() => {
    if (!sessionId) return;
    const session = new SessionStore(sessionId, realtime);
    setMade(session);
    return () => session.close();
  }, [sessionId, realtime]);
  const session = made?.sessionId === sessionId ? made : null;
  const state = useSyncExternalStore(
    session?.subscribe ?? nowhere,
    () => session?.getState() ?? noSession,
    () => noSession,
  );
  return { socket: session?.socket ?? null, ...state };
}
