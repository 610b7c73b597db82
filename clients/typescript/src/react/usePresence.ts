import { useCallback, useState } from "react";
import type { TrawlEvent } from "../events.js";
import type { Channel } from "../realtime/types.js";
import { applyToPresence, nobody, type Presence } from "../state/presence.js";
import { useTrawl } from "./TrawlProvider.js";
import { useChannel } from "./useChannel.js";

export interface UsePresenceResult extends Presence {
  /** Shows the others where this user is. */
  moveCursor(cursor: { target?: unknown; position?: unknown }): void;
}

/** Who is on a channel now, and where. */
export function usePresence(channel: Channel | null): UsePresenceResult {
  const { realtime } = useTrawl();
  const [state, setState] = useState({ channel, presence: nobody });
  useChannel(channel, {
    events: (events: readonly TrawlEvent[]) =>
      setState((before) => ({
        channel,
        presence: applyToPresence(before.channel === channel ? before.presence : nobody, events),
      })),
  });
  const moveCursor = useCallback<UsePresenceResult["moveCursor"]>(
    (cursor) => {
      if (channel !== null) realtime.moveCursor(channel, cursor);
    },
    [realtime, channel],
  );
  return { ...(state.channel === channel ? state.presence : nobody), moveCursor };
}
