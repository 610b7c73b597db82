import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SearchMode } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";

/** What is asked, as it stands in the address. */
export interface Asked {
  q: string;
  mode: SearchMode;
  sourceId: string;
  model: string;
}

const modes: readonly string[] = ["hybrid", "semantic", "keyword"] satisfies SearchMode[];

export function askedOf(params: URLSearchParams): Asked {
  const mode = params.get("mode") ?? "";
  return {
    q: params.get("q") ?? "",
    mode: modes.includes(mode) ? (mode as SearchMode) : "hybrid",
    sourceId: params.get("source") ?? "",
    model: params.get("model") ?? "",
  };
}

/** As short as it can be said: what is not said is the default. */
export function paramsOf({ q, mode, sourceId, model }: Asked): URLSearchParams {
  const said = { q, mode: mode === "hybrid" ? "" : mode, source: sourceId, model };
  return new URLSearchParams(Object.entries(said).filter(([, value]) => value));
}

/** The answer to what is asked now. Another question's answer is shown only until this one's comes, and said to be one. */
export function useSearch(asked: Asked) {
  const { rest } = useTrawl();
  const { q, mode, sourceId, model } = asked;
  const query = { q: q.trim(), mode, limit: 20, ...(sourceId && { sourceId }), ...(model && { model }) };
  return useQuery({
    queryKey: ["search", query],
    queryFn: ({ signal }) => rest.get("/api/search", { query, signal }),
    enabled: query.q !== "",
    placeholderData: keepPreviousData,
  });
}

/** What can be searched in, and by which models. */
export function useChoices() {
  const { rest } = useTrawl();
  const sources = useQuery({
    queryKey: ["sources", "choices"],
    queryFn: ({ signal }) => rest.get("/api/sources", { query: { limit: 200 }, signal }),
    staleTime: 60_000,
  });
  const workers = useQuery({
    queryKey: ["workers"],
    queryFn: ({ signal }) => rest.get("/api/workers", { signal }),
    staleTime: 60_000,
  });
  const models = new Set(workers.data?.items.flatMap((worker) => worker.models.map((model) => model.name)));
  return { sources: sources.data?.items ?? [], models: [...models].sort() };
}
