import { TrawlClient } from "../../client.js";
import { browserUserId } from "../../state/user/browserUserId.js";
import { useOptionalTrawl } from "../TrawlProvider.js";

// A client that nobody subscribes with holds nothing, so they are kept.
const own = new Map<string, TrawlClient>();

/** The provider's client; one of its own where there is no provider, or an address or a user is asked for that is not its. */
export function useClient(url?: string, userId?: string, otherwise = ""): TrawlClient {
  const provided = useOptionalTrawl();
  const isThat =
    provided &&
    (url === undefined || provided.rest.url === url) &&
    (userId === undefined || provided.options.userId === undefined || provided.options.userId === userId);
  return isThat ? provided : clientOf(url ?? otherwise, userId ?? browserUserId());
}

function clientOf(url: string, userId: string): TrawlClient {
  const key = `${url} ${userId}`;
  const client = own.get(key) ?? new TrawlClient({ url, userId });
  own.set(key, client);
  return client;
}
