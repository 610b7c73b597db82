import { TrawlClient, TrawlError } from "@trawl/client";
import type { Shown } from "./credentials.js";
import { askMe, type Me } from "./useMe.js";

/** What the server takes what was typed for, and whose it is; throws its refusal. A token has three parts, a key mostly none. */
export async function check(value: string): Promise<{ shown: Shown; me: Me }> {
  const likely: Shown["kind"] = value.split(".").length === 3 ? "token" : "apiKey";
  try {
    return await checkAs({ kind: likely, value });
  } catch (error) {
    if (!(error instanceof TrawlError) || error.status !== 401) throw error;
    return checkAs({ kind: likely === "token" ? "apiKey" : "token", value });
  }
}

async function checkAs(shown: Shown): Promise<{ shown: Shown; me: Me }> {
  const client = new TrawlClient({ [shown.kind]: shown.value, sharedWorker: false });
  try {
    return { shown, me: await askMe(client) };
  } finally {
    client.close();
  }
}
