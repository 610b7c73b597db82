// socket.io-client as its users write it. Whether it starts with polling is in `options`.
import { io } from "socket.io-client";
import { obey, see, settings } from "./lib.mjs";

const socket = io(settings.url, {
  path: "/socket.io/",
  transports: ["websocket", "polling"],
  reconnection: true,
  reconnectionDelay: 200,
  reconnectionDelayMax: 1000,
  ...settings.options,
});

// Before `connect`, and never again: the client buffers it, and the server has to honour it.
if (settings.subscribeOnce) socket.emit("subscribe", settings.subscribeOnce);

// Each connection has an engine of its own, which may be upgraded before the socket is connected.
socket.io.on("open", () => {
  see("open", socket.io.engine.transport.name);
  socket.io.engine.on("upgrade", (transport) => see("upgrade", transport.name));
});
socket.on("connect", () => {
  see("connect", { id: socket.id, recovered: socket.recovered });
  if (settings.subscribe) socket.emit("subscribe", settings.subscribe);
});
socket.on("disconnect", (reason) => see("disconnect", reason));
socket.on("connect_error", (error) => see("connect_error", error.message));
// The Manager's, not the socket's, since version 3: those who wait for it wait for ever.
socket.on("reconnect", (attempt) => see("reconnect", attempt));
socket.onAny((name, ...args) => see(name, ...args));

obey({
  emit: (name, ...args) => socket.emit(name, ...args),
  ask: async (name, ...args) => see("ack", await socket.timeout(10000).emitWithAck(name, ...args)),
  disconnect: () => socket.disconnect(),
});
