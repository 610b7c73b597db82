import type { Job, JobStage, JobType } from "@trawl/client";

/** The options that name a job; of a crawl its `urls`, of a custom job only its title. */
interface Naming {
  title?: string | null;
  urls?: readonly string[];
}

/** Where a crawl begins: as it was submitted, normalised. None for a custom job. */
export function urlsOf(job: Job): readonly string[] {
  return (job.options as Naming | null)?.urls ?? [];
}

/** What a job is called: its title, else the host it crawls, else what kind of job it is. */
export function titleOf(job: Job): string {
  const title = (job.options as Naming | null)?.title;
  if (title) return title;
  const [first] = urlsOf(job);
  return first ? placeOf(first) : `${typeName[job.type]} job`;
}

/** A URL's host, with the path and the query where there are any. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  return host + (search ? pathname : pathname.replace(/\/$/, "")) + search;
}

export const typeName: Record<JobType, string> = { crawl: "Crawl", refresh: "Refresh", custom: "Custom" };

export const stageName: Record<JobStage, string> = {
  validating: "Validating",
  discovering: "Discovering",
  crawling: "Crawling",
  embedding: "Embedding",
  finalizing: "Finalizing",
  complete: "Complete",
};

/** `max_pages` as a reader wants it: `max pages`. */
export const plain = (code: string): string => code.replaceAll("_", " ");
