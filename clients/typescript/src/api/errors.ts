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
