import type { Caller } from "../api/credentials.js";
import { Connection } from "./connection/connection.js";
import { environmentOf } from "./environment.js";
import type { Port } from "./shared/messages.js";
import { SharedRealtime } from "./shared/sharedRealtime.js";
import { wantedBy } from "./shared/wanted.js";
import { allTransports, transportsOf } from "./transports/all.js";
import type { Realtime, RealtimeOptions } from "./types.js";

/** The live connection to the server at `url` (empty: the page's own). */
export function openRealtime(url: string, caller: Caller, options: RealtimeOptions & { fetch?: typeof fetch }): Realtime {
  const environment = environmentOf(url, options);
  const names = options.transports ?? allTransports;
  const own = () => new Connection(transportsOf(url, names, environment), caller, environment);
  // Functions of this page's cannot be taken into a worker.
  const mayShare = options.sharedWorker !== false && !options.fetch && !options.webSocket;
  if (!mayShare || typeof SharedWorker === "undefined") return own();
  return new SharedRealtime({ begin: beginWorker, wanted: () => wantedBy(caller, url, names), own }, caller, environment);
}

function beginWorker(failed: () => void): Port {
  // Bundlers know this form, and only written in one piece.
  const worker = new SharedWorker(new URL("./shared/worker.js", import.meta.url), { type: "module", name: "trawl" });
  worker.onerror = failed;
  return worker.port;
}
