import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type Credentials, TrawlClient, TrawlError } from "@trawl/client";
import { TrawlProvider } from "@trawl/client/react";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { credentialsOf, keepName, keepShown, readCredentials, type Shown } from "./credentials.js";
import { type Me, meKey } from "./useMe.js";

export interface Session {
  credentials: Credentials;
  /** Whether the server has refused what was shown, or that nothing was. */
  refused: boolean;
  /** Goes on by what the server has taken for `userId`'s: as the same user on the same page, as another one on a new one. */
  signIn(shown: Shown, userId: string): void;
  signOut(): void;
  /** Development: the user's name, and whether an admin's rights go with it. */
  rename(name: string, isAdmin: boolean): void;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("There is no session around this part.");
  return session;
}

/** Who calls, and a client and a store of answers that are this caller's alone. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [refused, setRefused] = useState<TrawlClient | null>(null);
  const [caller, setCaller] = useState(() => callerOf(readCredentials(), setRefused));
  const { client, credentials, queries, number } = caller;
  const session = useMemo<Session>(() => {
    const become = (next: Credentials) => {
      client.close();
      setCaller(callerOf(next, setRefused));
    };
    const renew = (next: Credentials) => {
      client.setCredentials(next);
      setRefused(null);
      setCaller((now) => ({ ...now, credentials: next }));
      void queries.invalidateQueries();
    };
    return {
      credentials,
      refused: refused === client,
      signIn: (shown, userId) => {
        keepShown(shown);
        const same = queries.getQueryData<Me>(meKey)?.userId === userId;
        (same ? renew : become)(credentialsOf(shown));
      },
      signOut: () => {
        keepShown(null);
        become(credentialsOf(null));
      },
      rename: (name, isAdmin) => {
        keepName(name, isAdmin);
        become({ userId: name, ...(isAdmin ? { role: "admin" } : {}) });
      },
    };
  }, [client, credentials, queries, refused]);
  return (
    // Another caller's page is another page: a query that is mounted keeps the client it began with.
    <SessionContext value={session} key={number}>
      <QueryClientProvider client={queries}>
        <TrawlProvider client={client}>{children}</TrawlProvider>
      </QueryClientProvider>
    </SessionContext>
  );
}

let callers = 0;

/** A refusal is seen wherever the page asks; what the hooks ask for, they hear of by the live connection. */
function callerOf(credentials: Credentials, onRefused: (client: TrawlClient) => void) {
  const client = new TrawlClient(credentials);
  const onError = (error: unknown) => {
    if (error instanceof TrawlError && error.status === 401) onRefused(client);
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: false, staleTime: 5000 } },
  });
  return { credentials, client, queries, number: ++callers };
}
