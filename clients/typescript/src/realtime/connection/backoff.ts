const firstMs = 1000;
const mostMs = 5000;

/**
 * How long to wait before try number `attempt` (1, 2 …), in ms: anything up to 1 s, then up to 2, 4, 5 s. All of the range,
 * so that clients that were cut off together do not come back together.
 */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(mostMs, firstMs * 2 ** Math.max(0, attempt - 1));
}
