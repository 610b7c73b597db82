// Makes the dashboard one file, to be embedded in the Api: node build/dashboard.mjs CLIENTS OUTPUT
// The output is JSON: [{ path, identity | brotli + gzip }], contents in base64. It is put in place by a rename, so several builds at
// once see the old one or the new one. Exits with 1 when the build fails, with 3 when this machine cannot build it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const cannot = 3;
const [clients, output] = process.argv.slice(2).map((path) => resolve(path));
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function npm(...args) {
  // On Windows npm is a script, which only a shell starts.
  const run = spawnSync("npm", args, { cwd: clients, encoding: "utf8", shell: process.platform === "win32", env: { ...process.env, NO_COLOR: "1" } });
  if (run.error) throw new Failure(cannot, `npm cannot be run: ${run.error.message}`);
  return { ok: run.status === 0, said: `${run.stdout}${run.stderr}` };
}

function install() {
  if (changedAt(join(clients, "node_modules/.package-lock.json")) >= changedAt(join(clients, "package-lock.json"))) return;
  const { ok, said } = npm("ci", "--include=dev", "--no-audit", "--no-fund");
  if (ok) return;
  const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/.test(said);
  throw new Failure(unreachable ? cannot : 1, said);
}

function contentOf(file) {
  const content = readFileSync(file);
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  // Pictures and fonts are compressed already.
  if (brotli.length > content.length * 0.95) return { identity: content.toString("base64") };
  return { brotli: brotli.toString("base64"), gzip: gzipSync(content, { level: 9 }).toString("base64") };
}

function build(folder) {
  const { ok, said } = npm("run", "build", "-w", "@trawl/dashboard", "--", "--outDir", folder, "--emptyOutDir");
  if (!ok) throw new Failure(1, said);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: `/${relative(folder, file).split(sep).join("/")}`, ...contentOf(file) }));
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

// Who waited finds it built, most of the time.
function locked(work) {
  const lock = `${output}.lock`;
  for (;;)
    try {
      writeFileSync(lock, `${process.pid}`, { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const owner = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
      if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function main() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Failure(cannot, `It takes Node.js 20.19 or later, and this is ${process.version}.`);
  mkdirSync(dirname(output), { recursive: true });
  const before = changedAt(output);
  locked(() => {
    if (changedAt(output) !== before) return;
    install();
    const folder = mkdtempSync(`${output}-`);
    try {
      // What is edited while it is built is newer than the output.
      const begun = new Date();
      writeFileSync(join(folder, "bundle"), JSON.stringify(build(join(folder, "dist"))));
      utimesSync(join(folder, "bundle"), begun, begun);
      renameSync(join(folder, "bundle"), output);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

try {
  main();
} catch (error) {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = error instanceof Failure ? error.code : 1;
}
