import type { Credentials } from "./api/credentials.js";
import { Rest } from "./api/rest.js";
import { openRealtime } from "./realtime/realtime.js";
import type { Realtime } from "./realtime/types.js";

export interface TrawlClientOptions extends Credentials {
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

  constructor(readonly options: TrawlClientOptions = {}) {
    const url = (options.url ?? "").replace(/\/$/, "");
    this.rest = new Rest(url, options, options.fetch);
    this.realtime = openRealtime(url, options);
  }

  /** Ends the live connection. */
  close(): void {
    this.realtime.close();
  }
}
