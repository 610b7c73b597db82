import type { paths } from "../generated/openapi.js";
import { Caller, type Credentials, proofHeaders } from "./credentials.js";
import { problemOf, retryAfterMs, TrawlError } from "./errors.js";
import { randomKey } from "./randomKey.js";
import { keyed, pause, retryInMs } from "./retry.js";

type Method = "get" | "post" | "patch" | "delete";
type OperationOf<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type PathsWith<M extends Method> = { [P in keyof paths]: [paths[P][M]] extends [undefined] ? never : P }[keyof paths];
type Parameters<O, In extends string> = O extends { parameters: { [K in In]?: infer V } } ? NonNullable<V> : never;
type Body<O> = O extends { requestBody?: { content: infer C } } ? C[keyof C] : never;
type Answer<O> = O extends { responses: infer R } ? Content<R[Extract<keyof R, 200 | 201 | 202>]> : never;
type Content<R> = [R] extends [never]
  ? undefined
  : R extends { content: infer C }
    ? "application/json" extends keyof C
      ? C["application/json"]
      : C[keyof C]
    : undefined;

/** What a request takes: the path's and the query's parameters, a body, headers of its own. */
export interface RestRequest<O> {
  path?: Parameters<O, "path">;
  query?: Parameters<O, "query">;
  body?: Body<O>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * The whole of the Api's REST, typed by its OpenAPI document. Rejects with a `TrawlError`. A POST that creates carries an
 * `Idempotency-Key` and is sent again when its answer is lost; it and every GET also where the server says when (429, 503).
 */
export class Rest {
  readonly #fetch: typeof fetch;

  readonly #caller: Caller;
  readonly #closed = new AbortController();

  constructor(
    readonly url: string,
    credentials: Credentials | Caller,
    fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {
    this.#caller = credentials instanceof Caller ? credentials : new Caller(credentials);
    this.#fetch = fetcher;
  }

  get<P extends PathsWith<"get">>(path: P, request?: RestRequest<OperationOf<P, "get">>): Promise<Answer<OperationOf<P, "get">>> {
    return this.#send("GET", path, request);
  }

  post<P extends PathsWith<"post">>(
    path: P,
    request?: RestRequest<OperationOf<P, "post">>,
  ): Promise<Answer<OperationOf<P, "post">>> {
    return this.#send("POST", path, request);
  }

  patch<P extends PathsWith<"patch">>(
    path: P,
    request?: RestRequest<OperationOf<P, "patch">>,
  ): Promise<Answer<OperationOf<P, "patch">>> {
    return this.#send("PATCH", path, request);
  }

  delete<P extends PathsWith<"delete">>(
    path: P,
    request?: RestRequest<OperationOf<P, "delete">>,
  ): Promise<Answer<OperationOf<P, "delete">>> {
    return this.#send("DELETE", path, request);
  }

  /** Gives up what waits to be sent again. What is under way is answered. */
  close(): void {
    this.#closed.abort(new TrawlError(0, "closed", "The client is closed."));
  }

  async #send<T>(method: string, path: string, request: RestRequest<never> = {}): Promise<T> {
    const isKeyed = method === "POST" && keyed.test(path);
    const headers = { ...(isKeyed ? { "Idempotency-Key": randomKey() } : {}), ...request.headers };
    let renew = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask<T>(method, path, { ...request, headers }, renew);
      } catch (error) {
        // A token that has ended is asked for anew, once.
        const refused: boolean = error instanceof TrawlError && error.status === 401 && this.#caller.canRenew && !renew;
        const wait = refused ? 0 : retryInMs(error, attempt, method, isKeyed);
        if (wait === null) throw error;
        renew ||= refused;
        await pause(wait, request.signal ? AbortSignal.any([request.signal, this.#closed.signal]) : this.#closed.signal);
      }
    }
  }

  async #ask<T>(method: string, path: string, request: RestRequest<never>, renew: boolean): Promise<T> {
    const headers = { ...proofHeaders(await this.#caller.proof(renew)), ...request.headers };
    const init: RequestInit = { method, headers };
    if (request.signal) init.signal = request.signal;
    if (request.body !== undefined) {
      headers["Content-Type"] ??= "application/json";
      init.body = JSON.stringify(request.body);
    }
    let response: Response;
    try {
      response = await this.#fetch(this.url + address(path, request.path, request.query), init);
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new TrawlError(0, "network", `${this.url || "The server"} cannot be reached.`);
    }
    if (!response.ok) throw await failure(response);
    if (response.status === 204) return undefined as T;
    return response.headers.get("Content-Type")?.includes("json") ? response.json() : (response.text() as T);
  }
}

function address(path: string, values: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) search.append(name, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

async function failure(response: Response): Promise<TrawlError> {
  const problem = await problemOf(response);
  const message = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
  const wait = retryAfterMs(response);
  return new TrawlError(
    response.status,
    problem?.code ?? "http_error",
    message,
    problem,
    wait === undefined ? undefined : wait / 1000,
  );
}
