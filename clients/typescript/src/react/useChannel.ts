import { useEffect, useRef } from "react";
import type { Channel, ChannelObserver } from "../realtime/types.js";
import { useTrawl } from "./TrawlProvider.js";

/** Hears a channel while the component is there. The observer may be another one at each render: the newest is called. */
export function useChannel(channel: Channel | null, observer: ChannelObserver): void {
  const { realtime } = useTrawl();
  const newest = useRef(observer);
  useEffect(() => {
    newest.current = observer;
  });
  useEffect(() => {
    if (channel === null) return;
    const subscription = realtime.subscribe(channel, {
      subscribed: (answer) => newest.current.subscribed?.(answer),
      events: (events) => newest.current.events?.(events),
      unsubscribed: (reason) => newest.current.unsubscribed?.(reason),
      error: (code, message) => newest.current.error?.(code, message),
    });
    return () => subscription.unsubscribe();
  }, [realtime, channel]);
}
