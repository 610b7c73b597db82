import type { Caller } from "../api/credentials.js";
import { Connection } from "./connection/connection.js";
import { type Environment, environmentOf } from "./environment.js";
import { pollingTransport } from "./transports/polling.js";
import { serverSentEventsTransport } from "./transports/serverSentEvents.js";
import type { Transport } from "./transports/transport.js";
import { webSocketTransport } from "./transports/webSocket.js";
import type { Realtime, RealtimeOptions, TransportName } from "./types.js";

const best: readonly TransportName[] = ["websocket", "sse", "polling"];

/** The live connection to the server at `url` (empty: the page's own). */
export function openRealtime(url: string, caller: Caller, options: RealtimeOptions & { fetch?: typeof fetch }): Realtime {
  const environment = environmentOf(url, options);
  return new Connection(transportsOf(url, options.transports ?? best, environment), caller, environment);
}

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
