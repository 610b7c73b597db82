import type { Proof } from "../../api/credentials.js";
import type { Rest } from "../../api/rest.js";

/** Whose credentials these are, in the server's eyes; it is asked where they do not say so themselves. Null: they say nothing that can be read. */
export async function whoAmI({ token, userId, apiKey }: Proof, rest: Rest): Promise<string | null> {
  if (token) return subjectOf(token);
  if (!apiKey) return userId ?? "anonymous";
  return (await rest.get("/api/me")).userId;
}

function subjectOf(token: string): string | null {
  try {
    const claims = atob((token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"));
    const { sub } = JSON.parse(new TextDecoder().decode(Uint8Array.from(claims, (char) => char.charCodeAt(0))));
    return typeof sub === "string" ? sub : null;
  } catch {
    return null; // not ours to judge: the server will
  }
}
