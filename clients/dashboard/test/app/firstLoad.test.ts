// @vitest-environment node
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";

const budget = 200 * 1024;

test("what a first visit loads is less than 200 KB compressed", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "trawl-dashboard-"));
  try {
    // As it is built for real: NODE_ENV of the tests would bring React's development build.
    execFileSync("npx", ["vite", "build", "--outDir", folder, "--logLevel", "error"], {
      env: { ...process.env, NODE_ENV: "production" },
    });
    const index = readFileSync(join(folder, "index.html"), "utf8");
    const named = [...index.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path ?? "");
    const sizes = ["index.html", ...named].map((path) => [path, sizeOf(join(folder, path))] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.info(`First load: ${(total / 1024).toFixed(1)} KB of 200`, Object.fromEntries(sizes));
    expect(named.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(1);
    expect(total).toBeLessThan(budget);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function sizeOf(path: string): number {
  expect(existsSync(path), path).toBe(true);
  return brotliCompressSync(readFileSync(path)).length;
}
