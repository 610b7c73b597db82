import { type QueryKey, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Job, Source, TrawlClient } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";

/** Everything that is told of sources; invalidated as one. */
export const sourcesKey: QueryKey = ["sources"];

const firstPage = undefined as string | undefined;

export function useSources() {
  const { rest } = useTrawl();
  return useInfiniteQuery({
    queryKey: [...sourcesKey, "list"],
    queryFn: ({ pageParam, signal }) =>
      rest.get("/api/sources", { query: { limit: 50, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useSource(id: string) {
  const { rest } = useTrawl();
  return useQuery<Source>({
    queryKey: [...sourcesKey, id],
    queryFn: ({ signal }) => rest.get("/api/sources/{id}", { path: { id }, signal }),
    refetchInterval: 15_000,
  });
}

export function useDocuments(sourceId: string) {
  const { rest } = useTrawl();
  return useInfiniteQuery({
    queryKey: [...sourcesKey, sourceId, "documents"],
    queryFn: ({ pageParam, signal }) =>
      rest.get("/api/sources/{id}/documents", {
        path: { id: sourceId },
        query: { limit: 50, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** The jobs that filled a source, newest first. */
export function useRuns(sourceId: string) {
  const client = useTrawl();
  return useQuery({
    queryKey: [...sourcesKey, sourceId, "runs"],
    queryFn: () => runsOf(client, sourceId),
    refetchInterval: 15_000,
  });
}

async function runsOf({ rest }: TrawlClient, sourceId: string): Promise<readonly Job[]> {
  return (await rest.get("/api/jobs", { query: { sourceId, limit: 10 } })).items;
}
