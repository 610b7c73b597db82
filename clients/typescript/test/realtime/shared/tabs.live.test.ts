// @vitest-environment node
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { type ConnectionStatus, TrawlClient } from "../../../src/index.js";
import { CustomJob } from "../../live/CustomJob.js";
import { eventually } from "../../live/eventually.js";
import { Line } from "../../live/Line.js";
import { upTo } from "../Recorder.js";
import { Chromium, type Page } from "./Chromium.js";

interface Seen {
  seqs: number[];
  ended: string | null;
  status: ConnectionStatus;
}

const root = fileURLToPath(new URL("./page", import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), "trawl-page-"));
let line: Line;
let site: PreviewServer;
let browser: Chromium;
let reports: TrawlClient;

beforeAll(async () => {
  line = await Line.to(inject("trawlUrl"));
  const common = { root, configFile: false, logLevel: "silent", build: { outDir } } as const;
  await build(common);
  const proxy = { "/ws": { target: line.url, ws: true }, "/api": line.url, "/events": line.url };
  site = await preview({ ...common, preview: { host: "127.0.0.1", port: 0, proxy } });
  browser = await Chromium.start();
  reports = new TrawlClient({ url: inject("trawlUrl"), userId: "shared" });
});
afterAll(async () => {
  reports?.close();
  await browser?.close();
  await site?.close();
  await line?.close();
  rmSync(outDir, { recursive: true });
});

const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close().catch(() => {});
  await eventually(
    () => line.connections,
    (open) => open === 0,
  );
});

async function open(job: CustomJob, query = ""): Promise<Page> {
  const page = await browser.open(`${site.resolvedUrls?.local[0]}?job=${job.id}${query}`);
  pages.push(page);
  return page;
}

const until = (page: Page, isTrue: (seen: Seen) => boolean) =>
  eventually(
    () => page.see<Seen>("page"),
    (seen) => seen !== undefined && isTrue(seen),
  );

test("two tabs have one connection, and each is told all once", async () => {
  const job = await CustomJob.submit(reports.rest);
  const [one, two] = [await open(job), await open(job)];
  for (const page of [one, two]) await until(page, ({ status }) => status.transport === "websocket" && status.shared);
  for (const page of [one, two]) await until(page, ({ seqs }) => seqs.length === 1);
  expect(line.connections).toBe(1);
  for (let i = 0; i < 20; i++) {
    await job.model(`m${i}`, "completed");
    if (i === 10) line.cut();
  }
  await job.complete();
  for (const page of [one, two]) {
    const { seqs } = await until(page, ({ ended }) => ended === "ended");
    expect(seqs).toEqual(upTo((await job.now()).seq));
  }
});

test("a tab that is closed, and one that crashes, take nothing from the other and leave nothing", async () => {
  const [job, other] = [await CustomJob.submit(reports.rest), await CustomJob.submit(reports.rest)];
  const [stays, closes, crashes] = [await open(job), await open(job), await open(other)];
  for (const page of [stays, closes, crashes]) await until(page, ({ seqs }) => seqs.length === 1);
  expect(line.connections).toBe(1);
  await closes.close();
  crashes.crash();
  await until(stays, ({ status }) => !status.shared);
  await job.complete();
  const { seqs } = await until(stays, ({ ended }) => ended === "ended");
  expect(seqs).toEqual(upTo((await job.now()).seq));
});

test.each(["shared=false", "forbidden"])(
  "pages that cannot or will not share (%s) have connections of their own",
  async (query) => {
    const job = await CustomJob.submit(reports.rest);
    const [one, two] = [await open(job, `&${query}`), await open(job, `&${query}`)];
    for (const page of [one, two]) await until(page, ({ seqs }) => seqs.length === 1);
    expect(line.connections).toBe(2);
  },
);
