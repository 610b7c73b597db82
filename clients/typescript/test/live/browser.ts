import { builtinEnvironments, type Environment } from "vitest/runtime";

/**
 * A page's globals, with Node's own classes where its fetch and its sockets insist on them. Events for the page itself are
 * made by `document.defaultView`.
 */
const browser: Environment = {
  name: "browser",
  viteEnvironment: "client",
  async setup(global, options) {
    const { AbortController, AbortSignal, Event } = globalThis;
    const environment = await builtinEnvironments.jsdom.setup(global, options);
    Object.assign(global, { AbortController, AbortSignal, Event });
    return environment;
  },
};

export default browser;
