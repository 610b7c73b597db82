import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type Credentials, TrawlClient } from "@trawl/client";
import { TrawlProvider } from "@trawl/client/react";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { credentialsOf, keepName, keepShown, readCredentials, type Shown } from "./credentials.js";

export interface Session {
  credentials: Credentials;
  /** What the server has asked for, since it refused what was shown, or that nothing was; null while it is content. */
  asksFor: Shown["kind"] | null;
  /** Goes on as somebody else: the live connection and all that was read with it. */
  signIn(shown: Shown): void;
  signOut(): void;
  /** Development: the user's name. */
  rename(name: string): void;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("There is no session around this part.");
  return session;
}

/** Who calls, and a client and a store of answers that are this caller's alone. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [caller, setCaller] = useState(() => callerOf(readCredentials(), setRefusal));
  const { client, credentials, queries, number } = caller;
  const session = useMemo<Session>(() => {
    const become = (next: Credentials) => {
      client.close();
      setCaller(callerOf(next, setRefusal));
    };
    return {
      credentials,
      asksFor: refusal?.client === client ? refusal.asksFor : null,
      signIn: (shown) => {
        keepShown(shown);
        become(credentialsOf(shown));
      },
      signOut: () => {
        keepShown(null);
        become(credentialsOf(null));
      },
      rename: (name) => {
        keepName(name);
        become({ userId: name });
      },
    };
  }, [client, credentials, refusal]);
  return (
    // Another caller's page is another page: a query that is mounted keeps the client it began with.
    <SessionContext value={session} key={number}>
      <QueryClientProvider client={queries}>
        <TrawlProvider client={client}>{children}</TrawlProvider>
      </QueryClientProvider>
    </SessionContext>
  );
}

interface Refusal {
  client: TrawlClient;
  asksFor: Shown["kind"];
}

/** A key, where the challenge says so (`ApiKey realm=…`). */
function askedBy(response: Response): Shown["kind"] {
  return /^apikey/i.test(response.headers.get("WWW-Authenticate") ?? "") ? "apiKey" : "token";
}

let callers = 0;

/** Whoever asks with the client: a refusal is seen here. */
function callerOf(credentials: Credentials, onRefused: (refusal: Refusal) => void) {
  const client: TrawlClient = new TrawlClient({
    ...credentials,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 401) onRefused({ client, asksFor: askedBy(response) });
      return response;
    },
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5000 } } });
  return { credentials, client, queries, number: ++callers };
}
