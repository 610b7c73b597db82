// A bare WebSocket, as `wscat` or a page's own would be; comes back by itself when `again` says so.
import WebSocket from "ws";
import { obey, see, settings } from "./lib.mjs";

let socket;
let cursor = settings.after;

function connect() {
  socket = new WebSocket(settings.url, { headers: settings.headers });
  socket.on("open", () => {
    see("open");
    if (settings.channel) socket.send(JSON.stringify({ action: "subscribe", channel: settings.channel, after: cursor }));
  });
  socket.on("message", (data, isBinary) => {
    const text = data.toString();
    if (isBinary || !text.startsWith("{")) return see("text", text);
    const message = JSON.parse(text);
    if (message.channel === settings.channel && typeof message.seq === "number" && message.type !== "subscribed") cursor = message.seq;
    see(message.type, message);
    if (message.type === "error" && message.code === "unavailable") socket.close();
  });
  socket.on("ping", () => see("ping_frame"));
  socket.on("unexpected-response", (request, response) => { see("refused", response.statusCode); again(); });
  socket.on("error", (error) => see("socket_error", error.message));
  socket.on("close", (code, reason) => { see("close", { code, reason: reason.toString() }); again(); });
}

function again() {
  if (settings.again) setTimeout(connect, 300);
}

connect();
obey({
  send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
  close: () => socket.close(1000),
});
