import type { Port } from "./messages.js";
import { Tabs } from "./tabs.js";

// The script of the SharedWorker: as small as what it runs is large.
const tabs = new Tabs();
(globalThis as unknown as { onconnect: (event: { ports: readonly Port[] }) => void }).onconnect = ({ ports }) => {
  for (const port of ports) tabs.welcome(port);
};
