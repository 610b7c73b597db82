import { randomKey } from "../../api/randomKey.js";
import { isTerminal, type TrawlEvent } from "../../events.js";
import type { Realtime, Subscribed, Subscription } from "../../realtime/types.js";
import { aboutOf, packetsOf, progressOf, type SessionPacket, type SessionPackets } from "./packets.js";

/** What a session's socket tells. `connect` and `disconnect` come without a payload. */
export interface SessionEvents extends SessionPackets {
  connect: undefined;
  disconnect: undefined;
}

type Handler<N extends keyof SessionEvents> = (data: SessionEvents[N]) => void;
type Wish = string | { jobId: string };

/**
 * The one live connection in the form of a Socket.IO client's socket, for frontends that were written for one. It is not
 * such a socket: it knows `subscribe` and `unsubscribe` with a job's id, and the events of `SessionEvents`; it resumes by
 * itself, whatever the transport, so nothing has to be subscribed again on `connect`.
 */
export class SessionSocket {
  /** Of this object, not of the connection, which may change. */
  readonly id = randomKey();
  readonly #handlers = new Map<string, Set<(data: never) => void>>();
  readonly #subscriptions = new Map<string, Subscription>();
  #offStatus: () => void;
  #wasConnected = false;

  constructor(private readonly realtime: Realtime) {
    this.#offStatus = realtime.onStatus(() => this.#status());
  }

  /** Whether what comes is live. */
  get connected(): boolean {
    return this.#subscriptions.size > 0 && this.realtime.status.state === "connected";
  }

  on<N extends keyof SessionEvents>(name: N, handler: Handler<N>): this {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
    return this;
  }

  /** Takes a handler off; without one, all of that name; without a name, all. */
  off<N extends keyof SessionEvents>(name?: N, handler?: Handler<N>): this {
    if (name === undefined) this.#handlers.clear();
    else if (handler === undefined) this.#handlers.delete(name);
    else this.#handlers.get(name)?.delete(handler);
    return this;
  }

  emit(name: "subscribe" | "unsubscribe", wish: Wish): this {
    const jobId = typeof wish === "string" ? wish : wish.jobId;
    if (name === "subscribe") this.#subscribe(jobId);
    else if (this.#unsubscribe(jobId)) this.#tell({ name: "unsubscribed", data: aboutOf(jobId) });
    return this;
  }

  /** Ends its subscriptions. The connection stays for as long as others use it. */
  disconnect(): this {
    this.#offStatus();
    for (const jobId of [...this.#subscriptions.keys()]) this.#unsubscribe(jobId);
    this.#status();
    return this;
  }

  #subscribe(jobId: string): void {
    if (this.#subscriptions.has(jobId)) return;
    let known = -1;
    const observer = {
      subscribed: (answer: Subscribed) => {
        known = answer.snapshot?.version ?? known;
        this.#began(jobId, answer);
      },
      events: (events: readonly TrawlEvent[]) => this.#events(events, known),
      error: (code: string, error: string) =>
        this.#tell({ name: "error", data: { ...aboutOf(jobId), status: "FAILED", error, code } }),
    };
    this.#subscriptions.set(jobId, this.realtime.subscribe(`job:${jobId}`, observer, { after: 0 }));
    this.#status();
  }

  #unsubscribe(jobId: string): boolean {
    this.#subscriptions.get(jobId)?.unsubscribe();
    return this.#subscriptions.delete(jobId);
  }

  #began(jobId: string, { snapshot }: Subscribed): void {
    this.#tell({ name: "subscribed", data: aboutOf(jobId) });
    if (snapshot) this.#tell({ name: "progress", data: progressOf(snapshot) });
  }

  // What is replayed of a run before the last one ended then, and goes on now.
  #events(events: readonly TrawlEvent[], known: number): void {
    for (const event of events) {
      if (isTerminal(event.type) && (event.version ?? 0) < known) continue;
      for (const packet of packetsOf(event)) this.#tell(packet);
    }
  }

  #status(): void {
    if (this.connected === this.#wasConnected) return;
    this.#wasConnected = this.connected;
    this.#call(this.connected ? "connect" : "disconnect", undefined);
  }

  #tell({ name, data }: SessionPacket): void {
    this.#call(name, data);
  }

  #call(name: string, data: unknown): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) handler(data as never);
  }
}
