import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the generated types are those of the OpenAPI document", () => {
  const folder = mkdtempSync(join(tmpdir(), "trawl-openapi-"));
  try {
    const fresh = join(folder, "openapi.ts");
    execFileSync("npx", ["openapi-typescript", "../../services/Api/openapi.json", "--output", fresh, "--alphabetize"]);
    expect(readFileSync("src/generated/openapi.ts", "utf8"), "stale: npm run generate").toBe(readFileSync(fresh, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
