import type { components } from "../generated/openapi.js";

/** An RFC 9457 problem, as every refusal of the Api is told. */
export type Problem = components["schemas"]["ProblemBody"];

/** A request that the Api refused, or that did not reach it (`status` 0). */
export class TrawlError extends Error {
  override readonly name = "TrawlError";

  constructor(
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** What is wrong, for programs: `not_found`, `invalid_request`, `url_not_allowed`, `network` … */
    readonly code: string,
    message: string,
    /** The problem as it was answered. */
    readonly problem?: Problem,
    /** Seconds to wait before another try, where the server said so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** The problem in a refusal; undefined when it is none, as from a proxy. */
export async function problemOf(response: Response): Promise<Problem | undefined> {
  if (!response.headers.get("Content-Type")?.includes("json")) return undefined;
  return (await response.json().catch(() => undefined)) as Problem | undefined;
}

/** What `Retry-After` says, in ms; undefined without it. Servers of ours say seconds, proxies may say a date. */
export function retryAfterMs(response: Response): number | undefined {
  const said = response.headers.get("Retry-After");
  if (!said) return undefined;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
