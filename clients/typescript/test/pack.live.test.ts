// @vitest-environment node
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { portOf } from "./live/port.js";

const run = promisify(execFile);
const own = fileURLToPath(new URL("..", import.meta.url));
const workspace = join(own, "..");
const project = mkdtempSync(join(tmpdir(), "trawl-project-"));
let site: Server;

// A fresh project with the package as npm would publish it. What else it needs is there already: nothing is fetched.
beforeAll(async () => {
  await run("npm", ["run", "build"], { cwd: own });
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", project], { cwd: own });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  write("package.json", JSON.stringify({ name: "fresh", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(project, filename)], { cwd: project });
  mkdirSync(join(project, "node_modules/@types"));
  for (const name of ["react", "csstype", "undici-types", "@types/react", "@types/node"])
    symlinkSync(join(workspace, "node_modules", name), join(project, "node_modules", name));
  for (const [i, { language, code }] of readme().entries()) write(`example${i}.${language}`, code);
  site = createServer((_, response) =>
    response.setHeader("Content-Type", "text/html").end("<title>A page</title><p>With some words."),
  );
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  site?.close();
  rmSync(project, { recursive: true });
});

let packed: string[] = [];
const write = (name: string, text: string) => writeFileSync(join(project, name), text);

/** The programs that the README shows. */
function readme(): { language: string; code: string }[] {
  const text = readFileSync(join(own, "README.md"), "utf8");
  return [...text.matchAll(/```(tsx?)\n(.*?)```/gs)].map(([, language = "", code = ""]) => ({ language, code }));
}

function compile(moduleResolution: "bundler" | "nodenext", ...more: string[]) {
  const module = moduleResolution === "bundler" ? "esnext" : "nodenext";
  const options = {
    strict: true,
    target: "es2022",
    jsx: "react-jsx",
    lib: ["ES2022", "DOM"],
    types: ["node"],
    module,
    moduleResolution,
  };
  write("tsconfig.json", JSON.stringify({ compilerOptions: { ...options, outDir: "out" }, include: ["example*"] }));
  return run(process.execPath, [join(workspace, "node_modules/typescript/bin/tsc"), ...more], { cwd: project }).catch(
    ({ stdout }: { stdout: string }) => {
      throw new Error(stdout);
    },
  );
}

test("the package holds what it exports, its README, and no tests", () => {
  const { exports, dependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  const paths = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target as object),
  );
  for (const path of paths) expect(packed).toContain(path.replace("./", ""));
  expect(packed).toContain("README.md");
  expect(packed.filter((path) => !/^(dist\/|README.md$|package.json$|LICENSE)/.test(path))).toEqual([]);
  expect(dependencies ?? {}).toEqual({});
});

test.each(["bundler", "nodenext"] as const)(
  "what the README shows compiles, resolved as by a %s, its own types checked too",
  async (resolution) => {
    expect(readme()).toHaveLength(3);
    await compile(resolution, "--noEmit");
  },
);

test("what the README shows for Node.js runs there", async () => {
  await compile("nodenext");
  const { stdout } = await run(process.execPath, ["out/example0.js", inject("trawlUrl"), `http://127.0.0.1:${portOf(site)}/`], {
    cwd: project,
  });
  expect(stdout).toMatch(/queued.*started/s);
  expect(stdout).toMatch(/completed 1\n$/);
});

test("it builds for the browser, with the shared worker as a file of its own", async () => {
  write("index.html", '<script type="module" src="./example1.ts"></script>');
  await build({ root: project, configFile: false, logLevel: "silent", build: { outDir: "page" } });
  const assets = readdirSync(join(project, "page/assets"));
  const worker = assets.find((name) => name.startsWith("worker-")) ?? "";
  const page = assets.find((name) => name.startsWith("index-") && name.endsWith(".js")) ?? "";
  expect(readFileSync(join(project, "page/assets", page), "utf8")).toContain(worker);
  expect(readFileSync(join(project, "page/assets", worker), "utf8")).toContain("onconnect");
});
