import { useQuery } from "@tanstack/react-query";
import { useTrawl } from "@trawl/client/react";

/** Whom the server takes this caller for, and in which mode it tells callers apart. */
export function useMe() {
  const { rest } = useTrawl();
  return useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => rest.get("/api/me", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}
