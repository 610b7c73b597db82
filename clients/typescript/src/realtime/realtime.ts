import type { Credentials } from "../api/credentials.js";
import type { TrawlEvent } from "../events.js";
import type {
  Channel,
  ChannelObserver,
  ConnectionStatus,
  Realtime,
  Subscribed,
  SubscribeOptions,
  Subscription,
} from "./types.js";

/** The foundation's: one WebSocket a subscription. To be replaced by the one connection with its ladder of transports. */
export function openRealtime(url: string, credentials: Credentials): Realtime {
  const status: ConnectionStatus = {
    state: "connected",
    transport: "websocket",
    attempt: 0,
    retryAt: null,
    error: null,
    shared: false,
  };
  const open = new Set<WebSocket>();
  return {
    status,
    onStatus: () => () => {},
    subscribe(channel: Channel, observer: ChannelObserver, options: SubscribeOptions = {}): Subscription {
      const address = new URL(`${url}/ws`, globalThis.location?.href);
      address.protocol = address.protocol.replace("http", "ws");
      address.searchParams.set("channel", channel);
      if (credentials.userId) address.searchParams.set("userId", credentials.userId);
      if (options.after !== undefined) address.searchParams.set("after", String(options.after));
      const socket = new WebSocket(address);
      open.add(socket);
      socket.onmessage = (message) => {
        const said = JSON.parse(message.data);
        if (said.type === "subscribed") observer.subscribed?.(said as Subscribed);
        else if (said.type === "unsubscribed") observer.unsubscribed?.(said.reason);
        else if (said.type === "error") observer.error?.(said.code, said.message);
        else if (said.data) observer.events?.([said as TrawlEvent]);
      };
      return {
        channel,
        unsubscribe: () => {
          socket.onmessage = null;
          socket.close();
          open.delete(socket);
        },
      };
    },
    moveCursor: () => {},
    close: () => {
      for (const socket of open) socket.close();
    },
  };
}
