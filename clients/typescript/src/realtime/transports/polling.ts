import { type Proof, proofHeaders } from "../../api/credentials.js";
import type { TrawlEvent } from "../../events.js";
import { isTerminal } from "../../events.js";
import type { Channel, Subscribed } from "../types.js";
import { refusal } from "./refusal.js";
import type { Link, LinkListener, Transport, Wish } from "./transport.js";

const everyMs = 3000;
const answerMs = 10_000;

/** `GET /api/events`: what happened since, every 3 s. */
export function pollingTransport(url: string, fetcher: typeof fetch): Transport {
  return {
    name: "polling",
    mostAtOnce: Number.POSITIVE_INFINITY,
    open: (wishes, proof, to) => new PollingLink(url, fetcher, wishes, proof, to),
  };
}

type Polled = Subscribed & { events: TrawlEvent[] };

/** Where a channel is; `answered` once its subscription is, `ended` when its job was found to be over the last time. */
interface Position {
  after: number | undefined;
  answered: boolean;
  ended: boolean;
}

class PollingLink implements Link {
  readonly #positions = new Map<Channel, Position>();
  readonly #ended = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly url: string,
    readonly fetcher: typeof fetch,
    wishes: readonly Wish[],
    readonly proof: Proof,
    readonly to: LinkListener,
  ) {
    for (const { channel, after } of wishes) this.#positions.set(channel, { after, answered: false, ended: false });
    void this.#round();
  }

  subscribe({ channel, after }: Wish): void {
    const position = { after, answered: false, ended: false };
    this.#positions.set(channel, position);
    void this.#poll(channel, position);
  }

  unsubscribe(channel: Channel): void {
    this.#positions.delete(channel);
    queueMicrotask(() => {
      if (!this.#over) this.to.left(channel, "client");
    });
  }

  close(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
  }

  get #over(): boolean {
    return this.#ended.signal.aborted;
  }

  // One after the other: a page that watches much must not take all of the browser's connections.
  async #round(): Promise<void> {
    for (const [channel, position] of [...this.#positions]) {
      if (this.#over) return;
      if (this.#positions.get(channel) === position) await this.#poll(channel, position);
    }
    if (!this.#over) this.#timer = setTimeout(() => void this.#round(), everyMs);
  }

  async #poll(channel: Channel, position: Position): Promise<void> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error("The server does not answer.")), answerMs);
    const over = () => late.abort();
    this.#ended.signal.addEventListener("abort", over);
    try {
      let more = true;
      while (more) {
        const response = await this.fetcher(this.#address(channel, position), {
          headers: proofHeaders(this.proof),
          cache: "no-store",
          signal: late.signal,
        });
        const polled = response.ok ? ((await response.json()) as Polled) : undefined;
        if (this.#over || this.#positions.get(channel) !== position) return;
        this.to.opened(null);
        more = polled ? this.#heed(channel, position, polled) : await this.#refuse(channel, position, response);
      }
    } catch (error) {
      const message = late.signal.aborted ? late.signal.reason : error;
      this.#end({ cause: "lost", message: message instanceof Error ? message.message : String(message) });
    } finally {
      clearTimeout(timer);
      this.#ended.signal.removeEventListener("abort", over);
    }
  }

  #address(channel: Channel, { after }: Position): string {
    const query = new URLSearchParams({ channel, ...(after === undefined ? {} : { after: String(after) }) });
    return `${this.url}/api/events?${query}`;
  }

  // True when there is more to be had at once.
  #heed(channel: Channel, position: Position, polled: Polled): boolean {
    const { events, ...rest } = polled;
    const answer = { ...rest, channel };
    const first = !position.answered || !answer.recovered;
    position.answered = true;
    this.to.alive();
    if (first) this.to.subscribed(answer, position.after);
    for (const event of events) this.to.event(event);
    const moved = position.after !== undefined && answer.seq > position.after;
    position.after = answer.seq;
    if (!first) this.to.refreshed(answer);
    if (events.length > 0 && moved) return true;
    this.#noteEnd(channel, position, answer);
    return false;
  }

  // Told at the second look: whoever tries it again right after its end finds it going on.
  #noteEnd(channel: Channel, position: Position, { snapshot }: Subscribed): void {
    const over = snapshot !== null && isTerminal(snapshot.status);
    if (over && position.ended) {
      this.#positions.delete(channel);
      this.to.left(channel, "ended");
    }
    position.ended = over;
  }

  async #refuse(channel: Channel, position: Position, response: Response): Promise<false> {
    const { end, code } = await refusal(response);
    if (this.#over) return false;
    if (code !== "not_found" && code !== "invalid_request") this.#end(end);
    else if (this.#positions.delete(channel)) {
      if (position.answered) this.to.left(channel, code);
      else this.to.error(code, end.message, channel);
    }
    return false;
  }

  #end(end: Parameters<LinkListener["closed"]>[0]): void {
    if (this.#over) return;
    this.close();
    this.to.closed(end);
  }
}
