import { problemOf, retryAfterMs } from "../../api/errors.js";
import type { LinkEnd } from "./transport.js";

/** What a refused request means to the line it was to be. */
export async function refusal(response: Response): Promise<{ end: LinkEnd; code: string | undefined }> {
  const problem = await problemOf(response);
  const message = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
  const wait = retryAfterMs(response);
  const retry = wait === undefined ? {} : { retryInMs: wait };
  const later = response.status === 429 || response.status === 503;
  const unauthorized = response.status === 401 || response.status === 403;
  const cause = unauthorized ? "unauthorized" : later ? "sent_away" : "lost";
  return { end: { cause, message, ...retry }, code: problem?.code };
}
