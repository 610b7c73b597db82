import { type Proof, proofQuery } from "../../api/credentials.js";
import type { WebSocketClass, WebSocketLike } from "../types.js";
import { heed, type ServerMessage } from "./messages.js";
import type { Link, LinkEnd, LinkListener, Transport, Wish } from "./transport.js";

// More of them would make the address longer than some servers take; the others are asked for once it stands.
const mostAtOnce = 40;
const open = 1;

/** JSON text frames over `/ws`. */
export function webSocketTransport(url: string, WebSocket: WebSocketClass): Transport {
  return {
    name: "websocket",
    mostAtOnce,
    open: (wishes, proof, to) => new WebSocketLink(new WebSocket(addressOf(url, wishes, proof)), wishes, to),
  };
}

function addressOf(url: string, wishes: readonly Wish[], proof: Proof): string {
  const address = new URL(`${url}/ws`, globalThis.location?.href);
  address.protocol = address.protocol.replace("http", "ws");
  for (const [name, value] of Object.entries(proofQuery(proof))) address.searchParams.set(name, value);
  for (const wish of wishes) {
    address.searchParams.append("channel", wish.channel);
    address.searchParams.append("after", wish.after === undefined ? "" : String(wish.after));
  }
  return address.href;
}

class WebSocketLink implements Link {
  readonly #asked = new Map<string, number | undefined>();
  #closing: { reason: string; reconnectInMs: number } | undefined;

  constructor(
    readonly socket: WebSocketLike,
    wishes: readonly Wish[],
    readonly to: LinkListener,
  ) {
    for (const wish of wishes) this.#asked.set(wish.channel, wish.after);
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as ServerMessage);
    socket.onclose = ({ code, reason }) => {
      this.#silence();
      to.closed(this.#end(code, reason));
    };
    // `close` follows, and tells as much.
    socket.onerror = () => {};
  }

  subscribe({ channel, after }: Wish): void {
    this.#asked.set(channel, after);
    this.#send({ action: "subscribe", channel, ...(after === undefined ? {} : { after }) });
  }

  unsubscribe(channel: string): void {
    this.#send({ action: "unsubscribe", channel });
  }

  ping(): boolean {
    this.#send({ action: "ping" });
    return true;
  }

  authenticate(token: string): boolean {
    this.#send({ action: "authenticate", token });
    return true;
  }

  moveCursor(channel: string, cursor: { target?: unknown; position?: unknown }): void {
    this.#send({ action: "cursor", channel, ...cursor });
  }

  close(): void {
    this.#silence();
    this.socket.close(1000);
  }

  #receive(message: ServerMessage): void {
    this.to.alive(message.type === "pong");
    if (message.type === "closing") this.#closing = message;
    else heed(message, this.#asked, this.to);
  }

  #send(message: object): void {
    if (this.socket.readyState === open) this.socket.send(JSON.stringify(message));
  }

  #silence(): void {
    this.socket.onmessage = null;
    this.socket.onclose = null;
  }

  #end(code: number, said: string): LinkEnd {
    const reason = this.#closing?.reason ?? said;
    const retry = this.#closing && this.#closing.reconnectInMs > 0 ? { retryInMs: this.#closing.reconnectInMs } : {};
    if (reason === "token_expired" || reason === "token_revoked") return { cause: "unauthorized", message: reason };
    if (reason === "server_shutdown") return { cause: "sent_away", message: reason, ...retry };
    if (reason === "rate_limited") return { cause: "sent_away", message: reason, retryInMs: 5000 };
    return { cause: "lost", message: reason || `The WebSocket closed (${code}).`, ...retry };
  }
}
