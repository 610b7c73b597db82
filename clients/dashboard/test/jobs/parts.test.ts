import type { Comment, EventData } from "@trawl/client";
import { expect, test } from "vitest";
import { merged } from "../../src/jobs/comments/useComments.js";
import { queryOf } from "../../src/jobs/list/filters.js";
import { modelsOf } from "../../src/jobs/models/cards.js";
import { optionName, optionsOf, optionWords } from "../../src/jobs/outcome/words.js";
import { figuresOf } from "../../src/jobs/overview/figures.js";
import { aJob, counts } from "./aJob.js";

const comment = (id: string, text = id): Comment => ({ id, jobId: "1", userId: "bob", text, createdAt: "2026-11-21T12:00:00Z" });

test("a comment that came two ways is there once, and the thread is in order", () => {
  expect(merged([comment("b"), comment("c")], [comment("a"), comment("b")]).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("an address asks for jobs in words that there are", () => {
  expect(queryOf(new URLSearchParams("status=failed,expired&type=crawl&tag=docs"))).toEqual({
    status: ["failed", "expired"],
    type: "crawl",
    tag: "docs",
    limit: 25,
  });
  expect(queryOf(new URLSearchParams("status=nonsense&type="))).toEqual({ limit: 25 });
});

test("what was submitted is said in the words of the form, and what that does not know as it came", () => {
  expect(["maxPages", "urls", "shade"].map(optionName)).toEqual(["Pages at most", "Addresses", "shade"]);
  const asked = { url: "http://a.example/", urls: ["http://a.example/", "http://a.example/b"], ttlMinutes: null };
  expect(optionsOf(asked).map(([name]) => name)).toEqual(["urls"]);
  const words = [
    ["scope", "host"],
    ["useSitemap", false],
    ["maxPages", 2000],
    ["tags", []],
    ["urls", ["a", "b"]],
    ["shade", { a: 1 }],
  ] as const;
  expect(words.map(([name, value]) => optionWords(name, value))).toEqual([
    "The same host",
    "no",
    "2,000",
    "none",
    "a, b",
    '{\n  "a": 1\n}',
  ]);
});

test("a model's numbers and what it has said are one card", () => {
  const said = (model: string, result: unknown): EventData["model_result"] =>
    ({ model, provider: "p", status: "completed", durationMs: null, result, error: null }) as EventData["model_result"];
  const known = { model: "a", provider: "builtin", status: "processing", durationMs: 12, chunks: 0, error: null };
  const embedding = { ...known, model: "e", chunks: 3 };
  expect(
    modelsOf([known, embedding], [said("a", "text"), said("b", { score: 1 }), said("e", "3 chunks")]).map(
      ({ model, chunks, result }) => [model, chunks, result],
    ),
  ).toEqual([
    ["a", 0, "text"],
    ["e", 3, null],
    ["b", 0, '{\n  "score": 1\n}'],
  ]);
});

const now = Date.parse("2026-11-21T12:01:10Z");
const figures = (some: Parameters<typeof aJob>[0]) => Object.fromEntries(figuresOf(aJob(some), now));

test("a running job says how fast and how long, an ended one how long it took", () => {
  const some = counts({ total: 10, completed: 4, documents: 4 });
  expect(figures({ ratePerSecond: 2, etaSeconds: 3, counts: some })).toMatchObject({
    Pages: "4 of 10",
    Rate: "2 pages/s",
    Left: "about 3 s",
    Elapsed: "1 min",
  });
  const ended = figures({ status: "completed", ratePerSecond: 2, finishedAt: "2026-11-21T12:00:15Z", counts: some });
  expect(ended).toMatchObject({ Took: "5 s", Failed: "0" });
  expect(ended).not.toHaveProperty("Rate");
});

test("a clock that is behind the server's makes no time negative", () => {
  expect(Object.fromEntries(figuresOf(aJob(), Date.parse("2026-11-21T11:59:00Z"))).Elapsed).toBe("0 s");
});

test("what a custom job's end came before is not done, and is not said to be skipped", () => {
  const ended = figures({ type: "custom", status: "failed", counts: counts({ total: 100, skipped: 100 }) });
  expect(ended).toMatchObject({ Items: "0 of 100", "Not done": "100" });
  expect(ended).not.toHaveProperty("Skipped");
  expect(figures({ counts: counts({ total: 5, skipped: 2 }) })).toMatchObject({ Skipped: "2" });
});

test("a queued job and a custom one have no numbers of what they do not do", () => {
  expect(Object.keys(figures({ status: "queued", startedAt: null }))).toEqual(["Pages"]);
  expect(Object.keys(figures({ type: "custom" }))).toEqual(["Items", "Elapsed"]);
});
