import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./eventually.js";
import { keptPort } from "./port.js";

// Ends the server when this process ends, however it ends: the pipe it reads from closes. Its directory goes with it.
const DEATH_WATCH = `trap '' INT TERM HUP; read -r _ && exit; kill -9 "$1"; while kill -0 "$1"; do sleep 0.1; done;
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e "$2/data/postgres/postmaster.pid" ] || break; sleep 0.5; done; rm -rf "$2"`;

/** The whole of Trawl as a user starts it, with a private PostgreSQL, on a port that stays its own while it is away. */
export class TrawlServer {
  readonly url: string;
  readonly #directory: string;
  #process: ChildProcess | null = null;
  #watch: ChildProcess | null = null;
  #said = "";

  private constructor(
    readonly port: number,
    private readonly settings: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#directory = mkdtempSync(join(tmpdir(), "trawl-client-test-"));
    chmodSync(this.#directory, 0o777); // PostgreSQL is another user's when this one is root
  }

  /** One that is ready. */
  static async start(settings: Record<string, string> = {}): Promise<TrawlServer> {
    const server = new TrawlServer(await keptPort(), settings);
    await server.start();
    return server;
  }

  /** After `kill` or `stop`: again, with its data. */
  async start(): Promise<void> {
    const server = spawn("dotnet", [assembly()], {
      env: {
        ...process.env,
        ASPNETCORE_URLS: this.url,
        Trawl__DataDirectory: join(this.#directory, "data"),
        Crawler__AllowPrivateNetworks: "true",
        ...this.settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = server;
    for (const stream of [server.stdout, server.stderr]) stream.on("data", (said) => this.#note(String(said)));
    this.#watch = spawn("/bin/sh", ["-c", DEATH_WATCH, "death-watch", String(server.pid), this.#directory], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    await eventually(
      async () => {
        if (server.exitCode !== null) throw new Error(`Trawl ended with ${server.exitCode}:\n${this.#said}`);
        return (await fetch(`${this.url}/health/ready`).catch(() => null))?.ok;
      },
      Boolean,
      120_000,
    );
  }

  /** As when the power fails. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** In order: clients are told. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Ends it for good, and leaves nothing. */
  async dispose(): Promise<void> {
    await this.#end("SIGTERM", false);
  }

  async #end(signal: NodeJS.Signals, isToReturn = true): Promise<void> {
    const [server, watch] = [this.#process, this.#watch];
    [this.#process, this.#watch] = [null, null];
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
    if (isToReturn) watch?.stdin?.write("done\n");
    watch?.stdin?.end();
  }

  #note(said: string): void {
    this.#said = (this.#said + said).slice(-4000);
  }
}

function assembly(): string {
  // Not `new URL(…, import.meta.url)`: in a page's tests Vite takes that for an asset.
  const built = (configuration: string) =>
    join(import.meta.dirname, `../../../../services/AllInOne/bin/${configuration}/net10.0/Trawl.AllInOne.dll`);
  const found = [process.env.TRAWL_ALLINONE, built("Release"), built("Debug")].find((path) => path && existsSync(path));
  if (!found) throw new Error("Trawl is not built: dotnet build services/AllInOne -c Release, or set TRAWL_ALLINONE.");
  return found;
}
