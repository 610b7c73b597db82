import { useQuery } from "@tanstack/react-query";
import type { TrawlClient } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";

export const meKey = ["me"] as const;

/** Whom the server takes a caller for, and in which mode it tells callers apart. */
export type Me = Awaited<ReturnType<typeof askMe>>;

export const askMe = ({ rest }: TrawlClient, signal?: AbortSignal) => rest.get("/api/me", signal ? { signal } : {});

export function useMe(): Me | undefined {
  const client = useTrawl();
  return useQuery({ queryKey: meKey, queryFn: ({ signal }) => askMe(client, signal), staleTime: Number.POSITIVE_INFINITY }).data;
}
