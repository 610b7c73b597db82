import type { Proof } from "../../api/credentials.js";
import type { Rest } from "../../api/rest.js";

/**
 * Whose credentials these are, in the server's eyes. With an API key it is `userId` that says so; without one, the owner of
 * the newest job there is. Null: it cannot be known yet.
 */
export async function whoAmI({ token, userId, apiKey }: Proof, rest: Rest): Promise<string | null> {
  if (token) return subjectOf(token);
  if (userId || !apiKey) return userId ?? "anonymous";
  const { items } = await rest.get("/api/jobs", { query: { limit: 1 } });
  return items[0]?.userId ?? null;
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
