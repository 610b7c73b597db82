import type { Connection } from "../connection/connection.js";
import type { Subscription } from "../types.js";
import type { Port, Told, ToTab, ToWorker } from "./messages.js";

/** A tab, as the worker knows it. */
export class Tab {
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #tokens = new Map<number, (token: string | null) => void>();
  #told: Told[] = [];
  #asked = 0;
  /** When it last said something, in ms of `performance.now()`. */
  heardAt = performance.now();
  closed = false;

  constructor(
    readonly port: Port,
    readonly connection: Connection,
  ) {}

  send(message: ToTab): void {
    this.port.postMessage(message);
  }

  /** Does what it asks for. */
  heed(message: ToWorker): void {
    this.heardAt = performance.now();
    if (message.say === "subscribe") this.#subscribe(message);
    else if (message.say === "cursor") this.connection.moveCursor(message.channel, message.cursor);
    else if (message.say === "signal") this.connection.signal(message.signal);
    else if (message.say === "ping") this.send({ say: "pong" });
    else if (message.say === "token") {
      this.#tokens.get(message.id)?.(message.token);
    } else if (message.say === "unsubscribe") {
      this.#subscriptions.get(message.id)?.unsubscribe();
      this.#subscriptions.delete(message.id);
    }
  }

  /** A token of its page; null when it gives none in time. */
  token(renew: boolean, patienceMs: number): Promise<string | null> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      const timer = setTimeout(() => answer(null), patienceMs);
      const answer = (token: string | null) => {
        clearTimeout(timer);
        this.#tokens.delete(id);
        resolve(token);
      };
      this.#tokens.set(id, answer);
      this.send({ say: "token", id, renew });
    });
  }

  /** It is gone. */
  close(): void {
    this.closed = true;
    for (const subscription of this.#subscriptions.values()) subscription.unsubscribe();
    for (const answer of [...this.#tokens.values()]) answer(null);
    this.#subscriptions.clear();
  }

  #subscribe({ id, channel, after }: Extract<ToWorker, { say: "subscribe" }>): void {
    const observer = {
      subscribed: (answer: Extract<Told, { tell: "subscribed" }>["answer"]) => this.#tell({ id, tell: "subscribed", answer }),
      events: (events: Extract<Told, { tell: "events" }>["events"]) => this.#tell({ id, tell: "events", events }),
      unsubscribed: (reason: string) => this.#tell({ id, tell: "unsubscribed", reason }),
      error: (code: string, message: string) => this.#tell({ id, tell: "error", code, message }),
    };
    this.#subscriptions.set(id, this.connection.subscribe(channel, observer, after === undefined ? {} : { after }));
  }

  // Whatever is told in one go is one message, whichever channels it is of.
  #tell(told: Told): void {
    this.#told.push(told);
    if (this.#told.length > 1) return;
    queueMicrotask(() => {
      const all = this.#told;
      this.#told = [];
      this.send({ say: "told", told: all });
    });
  }
}
