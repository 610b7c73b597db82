import { createConnection, createServer, type Server, type Socket } from "node:net";
import { portOf } from "./port.js";

/** The line between a client and a server, which a test can cut, stall and refuse. */
export class Line {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  readonly #stranded = new Set<Socket>();
  #state: "whole" | "refused" | "stalled" = "whole";
  #refused: RegExp | null = null;

  private constructor(private readonly upstream: number) {
    this.#server = createServer((near) => this.#connect(near));
  }

  static async to(url: string): Promise<Line> {
    const line = new Line(Number(new URL(url).port));
    await new Promise<void>((resolve) => line.#server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  /** How many connections there are now, both ways counted as one. */
  get connections(): number {
    return this.#ends.size / 2;
  }

  /** Ends all connections; new ones can be made. */
  cut(): void {
    for (const end of this.#ends) end.destroy();
  }

  /** Ends all connections, and each new one at once, until `restore`. */
  refuse(): void {
    this.#state = "refused";
    this.cut();
  }

  /** Ends connections with a request that begins like this (`/^GET \/ws/`), until `restore`. Those there are stay. */
  refuseRequests(like: RegExp): void {
    this.#refused = like;
  }

  /** A black hole: connections stay and nothing passes, either way, until `restore`. */
  stall(): void {
    this.#state = "stalled";
    for (const end of this.#ends) end.pause();
  }

  /** The connections there are die without a word, for good; new ones can be made. As when a machine slept. */
  strand(): void {
    for (const end of this.#ends) {
      end.pause();
      end.removeAllListeners("data");
      this.#ends.delete(end);
      this.#stranded.add(end);
    }
  }

  /** What was stalled goes on. */
  restore(): void {
    this.#state = "whole";
    this.#refused = null;
    for (const end of this.#ends) end.resume();
  }

  async close(): Promise<void> {
    this.cut();
    for (const end of this.#stranded) end.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #connect(near: Socket): void {
    if (this.#state === "refused") {
      near.destroy();
      return;
    }
    const far = createConnection(this.upstream, "127.0.0.1");
    // Each, not only the first: a connection that was made for another request is kept alive for the next.
    near.on("data", (data: Buffer) => {
      if (this.#refused?.test(data.toString("latin1", 0, 200))) near.destroy();
    });
    this.#join(near, far);
    this.#join(far, near);
    if (this.#state === "stalled") for (const end of [near, far]) end.pause();
  }

  #join(from: Socket, to: Socket): void {
    this.#ends.add(from);
    from.setNoDelay(true);
    from.on("data", (data) => {
      if (!from.destroyed) to.write(data);
    });
    from.on("error", () => {}); // `close` follows
    from.on("close", () => {
      this.#ends.delete(from);
      to.destroy();
    });
  }
}
