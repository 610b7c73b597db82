import { Caller } from "../../api/credentials.js";
import { Connection } from "../connection/connection.js";
import { environmentOf } from "../environment.js";
import { transportsOf } from "../transports/all.js";
import type { Wanted } from "./messages.js";
import type { Tab } from "./tab.js";

// Half a frame: a tab is told with its next one.
const frameMs = 8;
const tokenMs = 5000;

/** One connection and the tabs that share it. */
export class Hub {
  readonly connection: Connection;
  readonly #tabs = new Set<Tab>();

  constructor(wanted: Wanted) {
    const environment = { ...environmentOf(wanted.url, {}), frameMs };
    const token = wanted.tokenOf === null ? {} : { token: ({ renew }: { renew: boolean }) => this.#token(renew) };
    const caller = new Caller({ ...wanted.proof, ...token });
    this.connection = new Connection(transportsOf(wanted.url, wanted.transports, environment), caller, environment);
    this.connection.onStatus(() => this.#tellStatus());
  }

  join(tab: Tab): void {
    this.#tabs.add(tab);
    this.#tellStatus();
  }

  /** True when nobody is left. */
  leave(tab: Tab): boolean {
    this.#tabs.delete(tab);
    this.#tellStatus();
    if (this.#tabs.size > 0) return false;
    this.connection.close();
    return true;
  }

  #tellStatus(): void {
    const status = { ...this.connection.status, shared: this.#tabs.size > 1 };
    for (const tab of this.#tabs) tab.send({ say: "status", status });
  }

  // The tab that came last is the likeliest to be awake.
  async #token(renew: boolean): Promise<string> {
    for (const tab of [...this.#tabs].reverse()) {
      const token = await tab.token(renew, tokenMs);
      if (token !== null) return token;
    }
    throw new Error("No page has given a token.");
  }
}
