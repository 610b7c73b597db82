import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";

/** A browser, spoken to by its own protocol: enough for pages that tell by themselves what they see. */
export class Chromium {
  readonly #answers = new Map<number, (answer: { result?: Record<string, unknown>; error?: { message: string } }) => void>();
  #asked = 0;

  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    private readonly socket: WebSocket,
  ) {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
    });
  }

  static async start(): Promise<Chromium> {
    const directory = mkdtempSync(join(tmpdir(), "trawl-chromium-"));
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--remote-debugging-port=0"];
    const browser = spawn(process.env.TRAWL_TEST_CHROMIUM ?? "chromium", [...flags, `--user-data-dir=${directory}`], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let said = "";
      browser.stderr.on("data", (data) => {
        said += data;
        const found = /ws:\/\/\S+/.exec(said);
        if (found) resolve(found[0]);
      });
      browser.once("error", reject);
      browser.once("exit", () => reject(new Error(`Chromium ended: ${said}`)));
    });
    const socket = new WebSocket(address);
    await new Promise((resolve) => socket.once("open", resolve));
    return new Chromium(browser, directory, socket);
  }

  async open(url: string): Promise<Page> {
    const { targetId } = await this.ask("Target.createTarget", { url });
    const { sessionId } = await this.ask("Target.attachToTarget", { targetId, flatten: true });
    return new Page(this, String(targetId), String(sessionId));
  }

  async ask(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#asked;
    const answered = new Promise<{ result?: Record<string, unknown>; error?: { message: string } }>((resolve) =>
      this.#answers.set(id, resolve),
    );
    this.socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    const { result, error } = await answered;
    if (!result) throw new Error(`${method}: ${error?.message}`);
    return result;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill();
    await ended;
    this.socket.terminate();
    await this.#forget();
  }

  // Its helpers outlive it for a moment, and write on. Node's own retries do not see to a folder that is filled meanwhile.
  async #forget(): Promise<void> {
    for (let patience = 100; ; patience--) {
      try {
        rmSync(this.directory, { recursive: true, force: true });
        return;
      } catch (error) {
        if (patience === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

/** A tab. */
export class Page {
  constructor(
    private readonly browser: Chromium,
    private readonly targetId: string,
    private readonly sessionId: string,
  ) {}

  /** A command of the browser's protocol to this tab. */
  ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.browser.ask(method, params, this.sessionId);
  }

  /** The value of an expression there, as JSON carries it; of a promise what it comes to. */
  async see<T>(expression: string): Promise<T> {
    const { result } = (await this.ask("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true })) as {
      result: { value: T };
    };
    return result.value;
  }

  async close(): Promise<void> {
    await this.browser.ask("Target.closeTarget", { targetId: this.targetId });
  }

  /** As a tab dies whose memory is full: it says good-bye to nobody. */
  crash(): void {
    // Nobody is left to answer.
    void this.ask("Page.crash");
  }
}
