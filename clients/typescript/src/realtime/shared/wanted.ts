import type { Caller } from "../../api/credentials.js";
import type { TransportName } from "../types.js";
import type { Wanted } from "./messages.js";

/**
 * Which connection this page may share: of the same server and the same user. A token that a function gives changes, its user
 * does not; one that cannot be read stands for itself.
 */
export async function wantedBy(caller: Caller, url: string, transports: readonly TransportName[]): Promise<Wanted> {
  const { token, ...proof } = await caller.proof();
  const absolute = url ? new URL(url, globalThis.location?.href).href.replace(/\/$/, "") : globalThis.location.origin;
  const common = { url: absolute, transports: [...transports] };
  if (!caller.canRenew || token === undefined)
    return { ...common, proof: { ...proof, ...(token ? { token } : {}) }, tokenOf: null };
  return { ...common, proof, tokenOf: claimsOf(token) };
}

// With the role: a connection has that of the token it was opened with.
function claimsOf(token: string): string {
  try {
    const { sub, iss, role, roles } = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    return JSON.stringify([sub, iss, role, roles]);
  } catch {
    return token;
  }
}
