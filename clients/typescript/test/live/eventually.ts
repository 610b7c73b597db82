/** Waits until it holds, looking again and again; fails with what it saw last. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  isTrue: (seen: T) => boolean = Boolean,
  patienceMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (isTrue(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`It did not come about in ${patienceMs} ms. Seen last: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
