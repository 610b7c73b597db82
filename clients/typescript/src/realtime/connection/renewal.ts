import type { Caller } from "../../api/credentials.js";

const mostMs = 2 ** 31 - 1;

/** Says anew who calls before the token ends, so that an open line notices nothing of it. */
export class Renewal {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly caller: Caller,
    readonly authenticate: (token: string) => void,
  ) {}

  /** The server lets it in until then; null is for ever. */
  until(expiresAt: number | null): void {
    this.stop();
    if (expiresAt === null || !this.caller.canRenew) return;
    const left = expiresAt - Date.now();
    // A fifth of what is left, a minute at most: a token function needs its time, and may have to try again.
    const due = Math.max(1000, left - Math.min(60_000, left / 5));
    this.#timer = setTimeout(() => void this.#renew(), Math.min(due, mostMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #renew(): Promise<void> {
    try {
      const { token } = await this.caller.proof(true);
      if (token) this.authenticate(token);
    } catch {
      // The old one holds for a while; at its end the line is opened anew, and says what is wrong.
    }
  }
}
