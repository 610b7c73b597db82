import { type ConnectionStatus, TrawlClient } from "../../../../src/index.js";

// A page that watches the job in its address, and tells what it sees: for a test that opens it twice.
const query = new URLSearchParams(location.search);
if (query.has("forbidden")) {
  const policy = Object.assign(document.createElement("meta"), {
    httpEquiv: "Content-Security-Policy",
    content: "worker-src 'none'",
  });
  document.head.append(policy);
}
const client = new TrawlClient({ userId: "shared", sharedWorker: query.get("shared") !== "false" });
const page = {
  seqs: [] as number[],
  ended: null as string | null,
  status: client.realtime.status as ConnectionStatus,
};
Object.assign(globalThis, { page, client });
client.realtime.onStatus((status) => {
  page.status = status;
});
client.realtime.subscribe(
  `job:${query.get("job")}`,
  {
    events: (events) => {
      for (const { seq } of events) if (seq !== null) page.seqs.push(seq);
    },
    unsubscribed: (reason) => {
      page.ended = reason;
    },
  },
  { after: 0 },
);
