import { createContext, type ReactNode, useContext } from "react";
import type { TrawlClient } from "../client.js";

const TrawlContext = createContext<TrawlClient | null>(null);

/** Gives the hooks below it their client. Whoever made the client also closes it. */
export function TrawlProvider({ client, children }: { client: TrawlClient; children?: ReactNode }) {
  return <TrawlContext.Provider value={client}>{children}</TrawlContext.Provider>;
}

/** The client of the nearest `TrawlProvider`. */
export function useTrawl(): TrawlClient {
  const client = useContext(TrawlContext);
  if (!client) throw new Error("There is no <TrawlProvider client={…}> around this component.");
  return client;
}

/** The client of the nearest `TrawlProvider`; null without one. */
export function useOptionalTrawl(): TrawlClient | null {
  return useContext(TrawlContext);
}
