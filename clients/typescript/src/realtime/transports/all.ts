import type { Environment } from "../environment.js";
import type { TransportName } from "../types.js";
import { pollingTransport } from "./polling.js";
import { serverSentEventsTransport } from "./serverSentEvents.js";
import type { Transport } from "./transport.js";
import { webSocketTransport } from "./webSocket.js";

/** The best first. */
export const allTransports: readonly TransportName[] = ["websocket", "sse", "polling"];

/** Those of the transports that there are here. */
export function transportsOf(url: string, names: readonly TransportName[], { fetch, webSocket }: Environment): Transport[] {
  const make: Record<TransportName, () => Transport | undefined> = {
    websocket: () => (webSocket ? webSocketTransport(url, webSocket) : undefined),
    sse: () => serverSentEventsTransport(url, fetch),
    polling: () => pollingTransport(url, fetch),
  };
  const transports = names.map((name) => make[name]()).filter((transport) => transport !== undefined);
  if (transports.length === 0) throw new Error(`None of the transports ${names.join(", ")} is there.`);
  return transports;
}
