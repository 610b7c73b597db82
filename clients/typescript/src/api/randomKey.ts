/**
 * 128 random bits as a text: for an `Idempotency-Key`, or to tell two windows apart. `crypto.randomUUID` is there only on
 * https and on this machine.
 */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
