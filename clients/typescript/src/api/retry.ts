import { TrawlError } from "./errors.js";

const mostTries = 4;
const mostWaitMs = 30_000;

/** Paths whose POST creates or reports something: the server does them once for the same `Idempotency-Key`. */
export const keyed =
  /\/(jobs|crawl|drafts|submit|notifications|comments|refresh|webhooks|progress|events|model-results|clarifications|complete|fail)$/;

/**
 * In how many ms a request may be sent again after try number `attempt`, or null. Only what does no harm when it is done twice,
 * or is done once whatever happens: then a lost answer is no more than a delay.
 */
export function retryInMs(error: unknown, attempt: number, method: string, isKeyed: boolean): number | null {
  if (!(error instanceof TrawlError) || attempt >= mostTries || (method !== "GET" && !isKeyed)) return null;
  const { status, retryAfterSeconds } = error;
  if (status === 0) return isKeyed ? 250 * 2 ** attempt : null;
  if ((status !== 429 && status !== 503) || retryAfterSeconds === undefined) return null;
  const wait = retryAfterSeconds * 1000;
  return wait <= mostWaitMs ? wait : null;
}

/** Waits so long, or until the signal says that nobody waits any more: then it throws. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
