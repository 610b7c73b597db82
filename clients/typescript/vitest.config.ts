import { defineConfig } from "vitest/config";

const own = { restoreMocks: true, unstubGlobals: true, testTimeout: 30_000 };
const live = {
  name: "live",
  include: ["test/**/*.live.test.{ts,tsx}"],
  globalSetup: "test/live/globalSetup.ts",
  environment: "./test/live/browser.ts",
  testTimeout: 60_000,
  hookTimeout: 180_000,
};

// `vitest run --project unit` needs no server. The others share one real Trawl, started for them, and are in a page unless they
// begin with `// @vitest-environment node`.
export default defineConfig({
  test: {
    // They wait for a server and a network more than they compute.
    maxWorkers: 4,
    projects: [
      { test: { ...own, name: "unit", include: ["test/**/*.test.{ts,tsx}"], exclude: live.include } },
      { test: { ...own, ...live } },
    ],
  },
});
