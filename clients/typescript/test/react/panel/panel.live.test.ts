// @vitest-environment node
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TrawlClient } from "../../../src/index.js";
import { CustomJob } from "../../live/CustomJob.js";
import { eventually } from "../../live/eventually.js";
import { Line } from "../../live/Line.js";
import { portOf } from "../../live/port.js";
import { TrawlServer } from "../../live/TrawlServer.js";
import { Chromium, type Page } from "../../realtime/shared/Chromium.js";

const root = fileURLToPath(new URL("./page", import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), "trawl-panel-"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const userId = "panel";
let server: TrawlServer;
let line: Line;
let site: PreviewServer;
let crawled: Server;
let browser: Chromium;
let client: TrawlClient;

beforeAll(async () => {
  // One crawl at a time, so that the second one waits.
  server = await TrawlServer.start({ Jobs__MaxRunning: "1" });
  line = await Line.to(server.url);
  const common = { root, configFile: false, logLevel: "silent", build: { outDir } } as const;
  await build(common);
  const proxy = { "/ws": { target: line.url, ws: true }, "/api": line.url, "/events": line.url };
  site = await preview({ ...common, preview: { host: "127.0.0.1", port: 0, proxy } });
  crawled = createServer((request, response) => {
    // Of what is slow nothing ever comes.
    if (request.url === "/slow") return;
    response.setHeader("Content-Type", "text/html").end("<title>A page</title><p>With some words.");
  });
  await new Promise<void>((resolve) => crawled.listen(0, "127.0.0.1", resolve));
  browser = await Chromium.start();
  client = new TrawlClient({ url: server.url, userId });
});
afterAll(async () => {
  client?.close();
  await browser?.close();
  crawled?.closeAllConnections();
  crawled?.close();
  await site?.close();
  await line?.close();
  await server?.dispose();
  rmSync(outDir, { recursive: true });
});

test("in a page of somebody's own the panel shows all it is told, in either theme, on a desk and on a phone [S1.17]", async () => {
  const page = await browser.open(`${site.resolvedUrls?.local[0]}?user=${userId}`);
  await says(page, "Live updates active");
  await crawl("/");
  await eventually(async () => (await client.rest.get("/api/jobs")).items[0]?.status === "completed");
  await crawl("/slow");
  await crawl("/next");
  await says(page, /Place 1 of 1 in the queue, about .+ to wait/);

  await tell();
  for (const text of ["Sync: Syncing files", "Generation: Writing", "Preview: ready", "Backup Done.", "It broke."])
    await says(page, text);

  const found: string[] = [];
  for (const theme of ["light", "dark"])
    for (const width of [390, 1280])
      found.push(...(await look(page, theme, width)).map((fault) => `${theme}, ${width}: ${fault}`));
  expect(found).toEqual([]);

  line.refuse();
  await says(page, "Live updates interrupted");
  await look(page, "dark", 390, "-cut");
  line.restore();
  await says(page, "Live updates active");

  await page.see("clearAfter(50)");
  await eventually(async () => !(await textOf(page)).includes("Backup"));
  expect(await textOf(page)).toContain("It broke.");
}, 180_000);

const crawl = (path: string) =>
  client.rest.post("/api/jobs", {
    body: { type: "crawl", url: `http://127.0.0.1:${portOf(crawled)}${path}`, respectRobots: false },
  });

async function tell(): Promise<void> {
  const told = await CustomJob.submit(client.rest);
  await told.activity("sync:progress", { stage: "syncing", progress: 45, message: "Syncing files" });
  await told.activity("generation:progress", { progress: 80, message: "Writing" });
  await told.activity("preview:status", { status: "ready" });
  for (const [level, title] of [
    ["success", "Backup"],
    ["info", "News"],
    ["warning", "Disk"],
  ] as const)
    await client.rest.post("/api/notifications", { body: { level, title, message: "Done.", userId } });
  await (await CustomJob.submit(client.rest)).fail("broken", "It broke.");
}

const textOf = (page: Page) => page.see<string>("(document.body?.innerText ?? '').replace(/\\s+/g, ' ')");

const says = (page: Page, text: string | RegExp) =>
  eventually(
    () => textOf(page),
    (seen) => (typeof text === "string" ? seen.includes(text) : text.test(seen)),
    40_000,
  );

/** What is wrong with how it looks; its picture is kept where TRAWL_TEST_PICTURES says. */
async function look(page: Page, theme: string, width: number, more = ""): Promise<string[]> {
  await page.ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: theme }] });
  await page.ask("Emulation.setDeviceMetricsOverride", { width, height: 844, deviceScaleFactor: 1, mobile: width < 500 });
  const place = process.env.TRAWL_TEST_PICTURES;
  if (place) {
    const { data } = await page.ask("Page.captureScreenshot", { format: "png" });
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `panel-${theme}-${width}${more}.png`), Buffer.from(String(data), "base64"));
  }
  await page.see(axe);
  const serious = await page.see<string[]>(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + " at " + nodes.map(({ target }) => target).join("; ")))`);
  const isWide = await page.see<boolean>("document.documentElement.scrollWidth > innerWidth");
  return isWide ? [...serious, "wider than the screen"] : serious;
}
