// EventSource: comes back by itself, and says where it was by Last-Event-ID.
import { EventSource } from "eventsource";
import { obey, see, settings } from "./lib.mjs";

const source = new EventSource(settings.url);
const types = [
  "subscribed", "unsubscribed", "closing", "queued", "queue_position", "started", "stage", "progress", "model_result", "notification",
  "completed", "failed", "cancelled", "processing_progress", "batch_complete", "sync:progress",
];
for (const type of types) source.addEventListener(type, (event) => see(type, JSON.parse(event.data), event.lastEventId));
source.addEventListener("open", () => see("open"));
source.addEventListener("error", (event) => {
  // An event of the server's is called so, too; that one has data.
  if (event.data) see("server_error", JSON.parse(event.data));
  else see("error", { code: event.code ?? null, closed: source.readyState === EventSource.CLOSED });
});

obey({ close: () => source.close() });
