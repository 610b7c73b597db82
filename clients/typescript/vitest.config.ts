import { defineConfig } from "vitest/config";

const own = { restoreMocks: true, unstubGlobals: true };
const live = "test/**/*.live.test.{ts,tsx}";

// `vitest run --project unit` needs no server; the others share one real Trawl, started when the first of them is run.
export default defineConfig({
  test: {
    projects: [
      { test: { ...own, name: "unit", include: ["test/**/*.test.{ts,tsx}"], exclude: [live] } },
      {
        test: {
          ...own,
          name: "live",
          include: [live],
          globalSetup: "test/live/globalSetup.ts",
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
