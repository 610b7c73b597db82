import type { JobStatus, JobType } from "@trawl/client";
import type { JobsQuery } from "@trawl/client/react";

export const statusFilters: readonly (readonly [value: string, name: string])[] = [
  ["", "Any status"],
  ["queued,running,waiting,paused,cancelling", "Not ended"],
  ["queued", "Queued"],
  ["running", "Running"],
  ["waiting", "Waiting for an answer"],
  ["paused", "Paused"],
  ["completed", "Completed"],
  ["failed,expired", "Failed or expired"],
  ["cancelled", "Cancelled"],
];

export const typeFilters: readonly (readonly [value: string, name: string])[] = [
  ["", "Any kind"],
  ["crawl", "Crawls"],
  ["refresh", "Refreshes"],
  ["custom", "Custom jobs"],
];

/** The query of an address: what it does not know of it leaves out. */
export function queryOf(search: URLSearchParams): JobsQuery {
  const known = (filters: readonly (readonly [string, string])[], value: string | null) =>
    value && filters.some(([filter]) => filter === value) ? value : null;
  const status = known(statusFilters, search.get("status"))?.split(",") as JobStatus[] | undefined;
  const type = known(typeFilters, search.get("type")) as JobType | null;
  const tag = search.get("tag");
  const sourceId = search.get("sourceId");
  return { ...(status && { status }), ...(type && { type }), ...(tag && { tag }), ...(sourceId && { sourceId }), limit: 25 };
}
