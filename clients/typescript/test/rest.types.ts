import type { TrawlClient } from "../src/index.js";

// Compiled, never run: what the types promise.
export async function uses(client: TrawlClient): Promise<number> {
  const job = await client.rest.get("/api/jobs/{id}", { path: { id: "x" } });
  const list = await client.rest.get("/api/jobs", { query: { limit: 5 } });
  const made = await client.rest.post("/api/jobs", { body: { type: "crawl", url: "https://example.com/" } });
  await client.rest.delete("/api/jobs/{id}", { path: { id: job.id } });
  // @ts-expect-error there is no such path
  await client.rest.get("/api/nothing");
  return job.progress + list.items.length + made.progress;
}
