import type { Caller } from "../../api/credentials.js";
import { randomKey } from "../../api/randomKey.js";
import type { ToTab, ToWorker } from "./messages.js";
import type { Sharing } from "./sharedRealtime.js";

const welcomeMs = 3000;
const pingMs = 20_000;
const answerMs = 5000;

/** A page's line to the worker: says hello, answers for tokens, and finds out when nobody is there. */
export class WorkerLine {
  readonly #port: ReturnType<Sharing["begin"]> | undefined;
  readonly #alive = new AbortController();
  #waiting: ToWorker[] | undefined = [];
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #pings: ReturnType<typeof setInterval> | undefined;

  constructor(
    sharing: Sharing,
    readonly caller: Caller,
    readonly to: { said(message: ToTab): void; failed(): void },
  ) {
    try {
      this.#port = sharing.begin(() => this.#fail());
      this.#port.onmessage = ({ data }: MessageEvent<ToTab>) => this.#heed(data);
      void this.#hello(sharing);
    } catch {
      // A policy forbids it. Not in the middle of a constructor:
      queueMicrotask(() => this.#fail());
    }
    this.#expect(welcomeMs);
  }

  /** The page has taken leave: put aside, or done with. */
  get left(): boolean {
    return this.#alive.signal.aborted;
  }

  send(message: ToWorker): void {
    if (this.left) return;
    if (this.#waiting) this.#waiting.push(message);
    else this.#port?.postMessage(message);
  }

  /** Is anybody there? */
  check(): void {
    this.send({ say: "ping" });
    this.#expect(answerMs);
  }

  leave(): void {
    if (this.left) return;
    if (!this.#waiting) this.#port?.postMessage({ say: "bye" });
    this.#alive.abort();
    clearTimeout(this.#deadline);
    clearInterval(this.#pings);
    if (this.#port) {
      this.#port.onmessage = null;
      this.#port.close();
    }
  }

  async #hello(sharing: Sharing): Promise<void> {
    try {
      const [wanted, lock] = await Promise.all([sharing.wanted(), this.#lock()]);
      if (this.left) return;
      this.#port?.postMessage({ say: "hello", wanted, lock } satisfies ToWorker);
      for (const message of this.#waiting ?? []) this.#port?.postMessage(message);
      this.#waiting = undefined;
      this.#pings = setInterval(() => this.check(), pingMs);
    } catch {
      this.#fail();
    }
  }

  // Held as long as this line is: the worker asks for it, and gets it when the page is gone.
  async #lock(): Promise<string | null> {
    const locks = globalThis.navigator?.locks;
    if (!locks) return null;
    const name = `trawl-tab-${randomKey()}`;
    return await new Promise((resolve) => {
      const held = () => {
        resolve(name);
        return new Promise<void>((release) => this.#alive.signal.addEventListener("abort", () => release()));
      };
      locks.request(name, held).catch(() => resolve(null));
    });
  }

  #heed(message: ToTab): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    if (message.say === "token") void this.#giveToken(message.id, message.renew);
    else this.to.said(message);
  }

  async #giveToken(id: number, renew: boolean): Promise<void> {
    const { token } = await this.caller.proof(renew).catch(() => ({ token: undefined }));
    this.send({ say: "token", id, token: token ?? null });
  }

  #expect(withinMs: number): void {
    this.#deadline ??= setTimeout(() => this.#fail(), withinMs);
  }

  #fail(): void {
    if (this.left) return;
    this.leave();
    this.to.failed();
  }
}
