import { type QueryKey, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Source } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { changesBySource } from "./changes.js";

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
  const { rest } = useTrawl();
  return useQuery({
    queryKey: [...sourcesKey, sourceId, "runs"],
    queryFn: async ({ signal }) => (await rest.get("/api/jobs", { query: { sourceId, limit: 10 }, signal })).items,
    refetchInterval: 15_000,
  });
}

/** What the last run of each source changed, as far as the newest 200 runs of all tell. */
export function useLatestChanges() {
  const { rest } = useTrawl();
  return useQuery({
    queryKey: [...sourcesKey, "changes"],
    queryFn: async ({ signal }) =>
      changesBySource(
        (await rest.get("/api/jobs", { query: { status: ["completed"], type: ["crawl", "refresh"], limit: 200 }, signal })).items,
      ),
  });
}
