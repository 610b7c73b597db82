import { type QueryKey, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Job, Source, TrawlClient } from "@trawl/client";
import { useClient } from "../app/session/Session.js";

/** Everything that is told of sources; invalidated as one. */
export const sourcesKey: QueryKey = ["sources"];

const firstPage = undefined as string | undefined;

export function useSources() {
  const { rest } = useClient();
  return useInfiniteQuery({
    queryKey: [...sourcesKey, "list"],
    queryFn: ({ pageParam, signal }) =>
      rest.get("/api/sources", { query: { limit: 50, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useSource(id: string) {
  const { rest } = useClient();
  return useQuery<Source>({
    queryKey: [...sourcesKey, id],
    queryFn: ({ signal }) => rest.get("/api/sources/{id}", { path: { id }, signal }),
    refetchInterval: 15_000,
  });
}

export function useDocuments(sourceId: string) {
  const { rest } = useClient();
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

export function useDocument(id: string) {
  const { rest } = useClient();
  return useQuery({
    queryKey: ["document", id],
    queryFn: ({ signal }) => rest.get("/api/documents/{id}", { path: { id }, signal }),
  });
}

/** The jobs that filled a source, newest first. */
export function useRuns(sourceId: string) {
  const client = useClient();
  return useQuery({
    queryKey: [...sourcesKey, sourceId, "runs"],
    queryFn: () => runsOf(client, sourceId),
    refetchInterval: 15_000,
  });
}

async function runsOf({ rest }: TrawlClient, sourceId: string): Promise<readonly Job[]> {
  return (await rest.get("/api/jobs", { query: { sourceId, limit: 10 } })).items;
}
