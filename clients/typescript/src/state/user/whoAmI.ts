import type { Proof } from "../../api/credentials.js";
import type { Rest } from "../../api/rest.js";

/** Whose credentials these are, in the server's eyes. It is asked, but where a name alone is shown: that is the user, or refused. */
export async function whoAmI({ token, userId, apiKey }: Proof, rest: Rest): Promise<string> {
  return token || apiKey ? (await rest.get("/api/me")).userId : (userId ?? "anonymous");
}
