import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTrawl } from "@trawl/client/react";

// As long as somebody looks: a hidden page asks for nothing.
const often = { refetchInterval: 5000, placeholderData: keepPreviousData } as const;

export function useQueue() {
  const { rest } = useTrawl();
  return useQuery({
    ...often,
    queryKey: ["queue"],
    queryFn: ({ signal }) => rest.get("/api/queue", { query: { limit: 50 }, signal }),
  });
}

export function useWorkers() {
  const { rest } = useTrawl();
  return useQuery({ ...often, queryKey: ["workers"], queryFn: ({ signal }) => rest.get("/api/workers", { signal }) });
}

export function useStats() {
  const { rest } = useTrawl();
  return useQuery({ ...often, queryKey: ["stats"], queryFn: ({ signal }) => rest.get("/api/stats", { signal }) });
}
