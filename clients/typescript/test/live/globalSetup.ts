import type { TestProject } from "vitest/node";
import { TrawlServer } from "./TrawlServer.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The one Trawl that the tests of a run share. Who kills or changes it starts its own. */
    trawlUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await TrawlServer.start();
  project.provide("trawlUrl", server.url);
  return () => server.dispose();
}
