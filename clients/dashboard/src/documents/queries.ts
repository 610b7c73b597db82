import { useQuery } from "@tanstack/react-query";
import { useTrawl } from "@trawl/client/react";

export function useDocument(id: string) {
  const { rest } = useTrawl();
  return useQuery({
    queryKey: ["document", id],
    queryFn: ({ signal }) => rest.get("/api/documents/{id}", { path: { id }, signal }),
  });
}
