// node crawl.js URL [QUERY]: crawls a site, shows how it goes, and searches it.
import { TrawlClient } from "@trawl/client";

const [url, query] = process.argv.slice(2);
const trawl = new TrawlClient({ url: process.env.TRAWL_URL ?? "http://127.0.0.1:3001", userId: "example" });

const { id } = await trawl.rest.post("/api/jobs", {
  body: { type: "crawl", url },
  headers: { "Idempotency-Key": crypto.randomUUID() },
});
// From here on the client reconnects, resumes and changes transports by itself.
const watch = trawl.watchJob(id);
const job = await new Promise((resolve) => {
  let shown = "";
  const show = () => {
    const { job, isEnded, error } = watch.getState();
    if (error) throw new Error(error.message);
    if (!job) return;
    const line = `${Math.floor(job.progress)} % ${job.status} ${job.stage}: ${job.counts.documents} pages`;
    if (line !== shown) console.log(line);
    shown = line;
    if (isEnded) resolve(job);
  };
  watch.subscribe(show);
  show();
});
console.log(job.error?.message ?? `${job.status}: ${job.counts.documents} pages, ${job.counts.chunks} passages`);

if (query) {
  const found = await trawl.rest.get("/api/search", { query: { q: query, sourceId: job.sourceId, limit: 3 } });
  for (const { score, title, url } of found.items) console.log(score.toFixed(2), title, url);
}
trawl.close();
