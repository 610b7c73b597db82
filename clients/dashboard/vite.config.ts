import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.TRAWL_URL ?? "http://127.0.0.1:3001";
const source = (path: string) => fileURLToPath(new URL(`../typescript/src/${path}`, import.meta.url));

// `npm run dev` beside a running Trawl: what is not the dashboard's goes to it.
const paths = ["/api", "/events", "/hubs", "/openapi", "/docs", "/health"];

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [
      { find: "@trawl/client/react", replacement: source("react/index.ts") },
      { find: "@trawl/client", replacement: source("index.ts") },
    ],
  },
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 400 },
  server: { proxy: { ...Object.fromEntries(paths.map((path) => [path, server])), "/ws": { target: server, ws: true } } },
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    unstubGlobals: true,
  },
});
