import { type Proof, proofHeaders } from "../../api/credentials.js";
import type { Channel, Subscribed } from "../types.js";
import { eventStream } from "./eventStream.js";
import { heed, type ServerMessage } from "./messages.js";
import { refusal } from "./refusal.js";
import type { Link, LinkListener, Transport, Wish } from "./transport.js";

// Channels that are asked for one after the other begin one stream, not one each.
const gatherMs = 10;

/** `/events`, read by fetch: so headers say who calls, and Node has it too. One stream for all channels. */
export function serverSentEventsTransport(url: string, fetcher: typeof fetch): Transport {
  return {
    name: "sse",
    mostAtOnce: Number.POSITIVE_INFINITY,
    open: (wishes, proof, to) => new EventStreamLink(url, fetcher, wishes, proof, to),
  };
}

/**
 * What a stream is asked for cannot be changed: for another channel the next stream begins where this one was, and this one ends.
 */
class EventStreamLink implements Link {
  readonly #positions = new Map<Channel, number | undefined>();
  readonly #unanswered = new Set<Channel>();
  #stream: AbortController | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  #retryMs: number | undefined;
  #over = false;

  constructor(
    readonly url: string,
    readonly fetcher: typeof fetch,
    wishes: readonly Wish[],
    readonly proof: Proof,
    readonly to: LinkListener,
  ) {
    for (const { channel, after } of wishes) {
      this.#positions.set(channel, after);
      this.#unanswered.add(channel);
    }
    void this.#read();
  }

  subscribe({ channel, after }: Wish): void {
    this.#positions.set(channel, after);
    this.#unanswered.add(channel);
    this.#readAnew();
  }

  unsubscribe(channel: Channel): void {
    this.#positions.delete(channel);
    this.#unanswered.delete(channel);
    this.#readAnew();
    queueMicrotask(() => {
      if (!this.#over) this.to.left(channel, "client");
    });
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#next);
    this.#stream?.abort();
  }

  #readAnew(): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => void this.#read(), gatherMs);
  }

  async #read(): Promise<void> {
    this.#stream?.abort();
    if (this.#positions.size === 0) return;
    const stream = new AbortController();
    this.#stream = stream;
    const asked = new Map(this.#positions);
    try {
      const response = await this.fetcher(this.#address(asked), {
        headers: proofHeaders(this.proof),
        cache: "no-store",
        signal: stream.signal,
      });
      const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
      if (response.status !== 200 || !isStream || !response.body) return await this.#refuse(response, asked);
      this.to.opened(null);
      for await (const line of eventStream(response.body)) {
        if (stream.signal.aborted) return;
        this.#heed(line, asked);
      }
      if (!stream.signal.aborted && this.#positions.size > 0) this.#end("The stream ended.");
    } catch (error) {
      if (!stream.signal.aborted) this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #address(asked: ReadonlyMap<Channel, number | undefined>): string {
    const query = new URLSearchParams();
    for (const [channel, after] of asked) {
      query.append("channel", channel);
      query.append("after", after === undefined ? "" : String(after));
    }
    return `${this.url}/events?${query}`;
  }

  #heed({ data, retryMs }: { data?: string; retryMs?: number }, asked: ReadonlyMap<Channel, number | undefined>): void {
    this.to.alive();
    if (retryMs !== undefined) this.#retryMs = retryMs;
    if (data === undefined) return;
    const message = JSON.parse(data) as ServerMessage;
    if (message.type === "subscribed" && !this.#isNews(message)) return;
    if (message.type === "unsubscribed" || (message.type === "error" && message.channel))
      this.#positions.delete(message.channel as Channel);
    if ("seq" in message && message.seq !== null && message.type !== "subscribed")
      this.#positions.set(message.channel as Channel, message.seq);
    heed(message, asked, this.to);
  }

  // That a stream which began anew goes on where the one before it was is nothing to tell.
  #isNews(answer: Subscribed): boolean {
    const asked = this.#unanswered.delete(answer.channel);
    if (!answer.recovered || this.#positions.get(answer.channel) === undefined) this.#positions.set(answer.channel, answer.seq);
    return asked || !answer.recovered;
  }

  async #refuse(response: Response, asked: ReadonlyMap<Channel, number | undefined>): Promise<void> {
    const { end, code } = await refusal(response);
    if (this.#over) return;
    if (code !== "not_found" && code !== "invalid_request") return this.#closed(end);
    // All of them: one that is not there costs no other its stream.
    this.to.opened(null);
    for (const channel of asked.keys()) {
      this.#positions.delete(channel);
      this.#unanswered.delete(channel);
      this.to.error(code, end.message, channel);
    }
  }

  #end(message: string): void {
    this.#closed({ cause: "lost", message, ...(this.#retryMs === undefined ? {} : { retryInMs: this.#retryMs }) });
  }

  #closed(end: Parameters<LinkListener["closed"]>[0]): void {
    if (this.#over) return;
    this.close();
    this.to.closed(end);
  }
}
