import { Caller, type Credentials } from "./api/credentials.js";
import { Rest } from "./api/rest.js";
import { openRealtime } from "./realtime/realtime.js";
import type { Realtime, RealtimeOptions } from "./realtime/types.js";

export interface TrawlClientOptions extends Credentials, RealtimeOptions {
  /** Where Trawl is, such as `http://localhost:3001`. In a page that Trawl serves: nothing. */
  url?: string;
  /** In place of the global one. */
  fetch?: typeof fetch;
}

/** Trawl from a program's side: its REST, and one live connection for all that is watched. */
export class TrawlClient {
  /** Every path of the Api, typed: `client.rest.get("/api/jobs/{id}", { path: { id } })`. */
  readonly rest: Rest;
  readonly realtime: Realtime;
  readonly #caller: Caller;

  constructor(readonly options: TrawlClientOptions = {}) {
    const url = (options.url ?? "").replace(/\/$/, "");
    this.#caller = new Caller(options);
    this.rest = new Rest(url, this.#caller, options.fetch);
    this.realtime = openRealtime(url, this.#caller, options);
  }

  /** From now on it calls as somebody else, or as the same with something newer: the way out of `unauthorized`. */
  setCredentials(credentials: Credentials): void {
    this.#caller.change(credentials);
  }

  /** Ends the live connection, and frees all it holds. */
  close(): void {
    this.realtime.close();
  }
}
