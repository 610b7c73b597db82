import { vi } from "vitest";
import { Caller, type Credentials } from "../../src/api/credentials.js";
import type { Channel, Subscribed, TransportName, TrawlEvent } from "../../src/index.js";
import { Connection } from "../../src/realtime/connection/connection.js";
import type { Environment, Signal } from "../../src/realtime/environment.js";
import { allTransports, transportsOf } from "../../src/realtime/transports/all.js";
import type { WebSocketLike } from "../../src/realtime/types.js";

/** A socket whose server is the test. */
export class ScriptedSocket implements WebSocketLike {
  readyState = 0;
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  onerror: WebSocketLike["onerror"] = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  constructor(readonly address: string) {}

  /** The channels in its address, with where they are to begin. */
  get asked(): [string, string][] {
    const { searchParams } = new URL(this.address);
    const after = searchParams.getAll("after");
    return searchParams.getAll("channel").map((channel, i) => [channel, after[i] ?? ""]);
  }

  open(extra: object = {}): void {
    this.readyState = 1;
    this.onopen?.(undefined as never);
    this.say({ type: "connected", connectionId: "c", ...extra });
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  answer(channel: Channel, seq: number, more: Partial<Subscribed> = {}): void {
    this.say({ type: "subscribed", channel, seq, recovered: true, snapshot: null, ...more });
  }

  event(channel: Channel, seq: number | null, type: TrawlEvent["type"] = "stage"): void {
    this.say({ type, channel, jobId: null, seq, version: null, timestamp: "", data: {} });
  }

  break(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
    this.closed = true;
  }
}

type Fetcher = (url: string, init: RequestInit) => Promise<Response>;
const nowhere: Fetcher = async () => {
  throw new TypeError("fetch failed");
};

/** A connection among surroundings that a test makes. Timers are vitest's; chance always takes the most. */
export class Stage {
  readonly sockets: ScriptedSocket[] = [];
  readonly fetched = vi.fn<Fetcher>(nowhere);
  readonly connection: Connection;
  online = true;
  hidden = false;
  #listeners = new Set<(signal: Signal) => void>();

  constructor(transports: readonly TransportName[] = allTransports, credentials: Credentials = {}) {
    const { sockets } = this;
    const environment: Environment = {
      fetch: ((url: string, init: RequestInit) => this.fetched(url, init)) as typeof fetch,
      webSocket: class extends ScriptedSocket {
        constructor(address: string) {
          super(address);
          sockets.push(this);
        }
      },
      random: () => 1,
      signals: {
        online: () => this.online,
        hidden: () => this.hidden,
        listen: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
      },
      frameMs: 0,
    };
    this.caller = new Caller(credentials);
    this.connection = new Connection(transportsOf("http://trawl", transports, environment), this.caller, environment);
  }

  readonly caller: Caller;

  /** The newest socket. */
  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("There is no socket.");
    return socket;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  signal(signal: Signal): void {
    for (const listener of this.#listeners) listener(signal);
  }

  /** Lets so much time pass, and all happen that is due. */
  async pass(ms = 0): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }
}
