// @microsoft/signalr as its users write it: reconnects by itself, and goes on where it was.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { obey, see, settings } from "./lib.mjs";

const log = { log: (level, message) => level >= LogLevel.Warning && process.stderr.write(`${message}\n`) };
const cursors = new Map(); // channel to the seq of its last log event

const connection = new HubConnectionBuilder()
  .withUrl(`${settings.url}/hubs/jobs?userId=${settings.userId}`, { transport: HttpTransportType[settings.transport] })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 300 })
  .configureLogging(log)
  .build();

const types = [
  "queued", "queue_position", "started", "stage", "progress", "model_result", "clarification", "notification", "completed", "failed",
  "cancelled", "processing_progress", "batch_complete", "task_completed", "worker_item_completed", "sync:progress", "preview:status",
  "generation:progress", "presence", "cursor",
];
for (const type of types) {
  connection.on(type, (event) => {
    if (event.seq !== null && cursors.has(event.channel)) cursors.set(event.channel, event.seq);
    see(type, event);
  });
}
connection.on("unsubscribed", (message) => { cursors.delete(message.channel); see("unsubscribed", message); });
connection.on("closing", (message) => see("closing", message));
connection.onreconnecting(() => see("reconnecting"));
connection.onclose((error) => see("close", error?.message ?? null));

async function subscribe(channel, ...after) {
  try {
    const answer = await connection.invoke("Subscribe", channel, ...after);
    // Events of the channel may come before this line is reached; a cursor never goes back.
    cursors.set(channel, Math.max(cursors.get(channel) ?? 0, after[0] ?? answer.seq));
    see("subscribed", answer);
  } catch (error) {
    see("subscribe_failed", error.message);
    // A server that has just started may say so; the hub's other refusals are final.
    if (error.message.includes("unavailable:")) setTimeout(() => subscribe(channel, ...after), 1000);
  }
}

connection.onreconnected(async () => {
  see("reconnected");
  for (const [channel, after] of cursors) await subscribe(channel, after);
});

// The first start is not covered by automatic reconnect.
for (;;) {
  try {
    await connection.start();
    break;
  } catch (error) {
    see("start_failed", error.message);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
see("connect", connection.connectionId);

obey({
  subscribe: (channel, ...after) => { cursors.set(channel, after[0] ?? 0); return subscribe(channel, ...after); },
  unsubscribe: async (channel) => { await connection.invoke("Unsubscribe", channel); cursors.delete(channel); see("left", channel); },
  move: (channel, cursor) => connection.invoke("Move", channel, cursor),
  stop: () => connection.stop(),
});
