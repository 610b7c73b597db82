/** Who calls, in the way of the server's `Auth:Mode`. */
export interface Credentials {
  /** `development`: any name. Without one, `anonymous`. */
  userId?: string;
  /** `development`: `admin` sees what is everybody's. Tokens and keys have their own role, and heed this one as little as `userId`. */
  role?: "admin";
  /**
   * `jwt`: a bearer token, or what gives one. A function is asked before every request and every connection, so it should
   * keep its token; `renew` is true when the last one was refused or is about to end.
   */
  token?: string | ((why: { renew: boolean }) => string | Promise<string>);
  /** `apiKey`. */
  apiKey?: string;
}

/** Credentials at one moment: the token is there. */
export interface Proof {
  readonly userId?: string;
  readonly role?: "admin";
  readonly token?: string;
  readonly apiKey?: string;
}

/** Who the client calls as, at the moment. */
export class Caller {
  #credentials: Credentials;
  readonly #changed = new Set<() => void>();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** Whether another token may be had than the one that was refused. */
  get canRenew(): boolean {
    return typeof this.#credentials.token === "function";
  }

  /** The credentials now; throws what the token function throws. */
  async proof(renew = false): Promise<Proof> {
    const { userId, role, apiKey, token } = this.#credentials;
    const bearer = typeof token === "function" ? await token({ renew }) : token;
    return {
      ...(userId ? { userId } : {}),
      ...(role ? { role } : {}),
      ...(apiKey ? { apiKey } : {}),
      ...(bearer ? { token: bearer } : {}),
    };
  }

  /** From now on somebody else, or the same with something newer. */
  change(credentials: Credentials): void {
    this.#credentials = credentials;
    for (const listener of [...this.#changed]) listener();
  }

  /** Calls the listener after each change. Returns what takes it off. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }
}

/** The headers that say who calls. */
export function proofHeaders(proof: Proof): Record<string, string> {
  return {
    ...(proof.userId ? { "X-User-Id": proof.userId } : {}),
    ...(proof.role ? { "X-User-Role": proof.role } : {}),
    ...(proof.apiKey ? { "X-Api-Key": proof.apiKey } : {}),
    ...(proof.token ? { Authorization: `Bearer ${proof.token}` } : {}),
  };
}

/** The same for a socket's address: browsers cannot send headers there. */
export function proofQuery(proof: Proof): Record<string, string> {
  return {
    ...(proof.userId ? { userId: proof.userId } : {}),
    ...(proof.role ? { userRole: proof.role } : {}),
    ...(proof.apiKey ? { api_key: proof.apiKey } : {}),
    ...(proof.token ? { access_token: proof.token } : {}),
  };
}
