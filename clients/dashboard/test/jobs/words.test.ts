import { expect, test } from "vitest";
import { standingOf } from "../../src/jobs/list/standing.js";
import { resultWords } from "../../src/jobs/outcome/result.js";
import { openWords } from "../../src/jobs/questions/open.js";
import { countWords } from "../../src/jobs/words/counts.js";
import { placeOf, titleOf } from "../../src/jobs/words/names.js";
import { slowedWords } from "../../src/jobs/words/slowed.js";
import { etaWords, ordinal, queueWords } from "../../src/jobs/words/waits.js";
import { aJob, counts } from "./aJob.js";

test("places are counted as in English", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111, 1003].map(ordinal)).toEqual([
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "21st",
    "102nd",
    "111th",
    "1,003rd",
  ]);
});

test("a place in the queue says how long, and how sure that is", () => {
  const place = { position: 3, total: 10, estimatedWaitSeconds: 42, estimatedWaitP90Seconds: 95 };
  expect(queueWords(place)).toBe("3rd of 10, about 40 s, 9 in 10 within 1 min 35 s");
  expect(queueWords({ ...place, estimatedWaitSeconds: 0 })).toBe("3rd of 10, any moment, 9 in 10 within 1 min 35 s");
  expect(queueWords({ ...place, estimatedWaitP90Seconds: 42 })).toBe("3rd of 10, about 40 s");
  expect(queueWords({ ...place, estimatedWaitSeconds: null, estimatedWaitP90Seconds: null })).toBe(
    "3rd of 10, wait not known yet",
  );
});

test("what is left is told as roughly as it is known", () => {
  expect([null, 0, 7, 43, 200, 4000].map(etaWords)).toEqual([
    null,
    "almost done",
    "about 7 s left",
    "about 45 s left",
    "about 3 min left",
    "about 1 h 5 min left",
  ]);
});

test("why a host makes a job wait is said in words, also a reason nobody has heard of", () => {
  const host = "a.example";
  expect(slowedWords({ host, reason: "robots_crawl_delay", delaySeconds: 10 })).toBe(
    "its robots.txt asks for 10 s between requests",
  );
  expect(slowedWords({ host, reason: "rate_limited", delaySeconds: 0 })).toBe("it takes fewer requests at once");
  expect(slowedWords({ host, reason: "moon_phase", delaySeconds: 2 })).toBe("moon phase, 2 s");
});

test("counts say about while more is being found, and what an early end skipped is not done", () => {
  const some = counts({ total: 120, totalIsEstimate: true, completed: 50, failed: 1, skipped: 9 });
  expect(countWords(aJob({ counts: some }))).toBe("60 of about 120 pages");
  expect(countWords(aJob({ status: "cancelled", counts: { ...some, totalIsEstimate: false } }))).toBe("51 of 120 pages");
  expect(countWords(aJob({ type: "custom", counts: counts({ completed: 3 }) }))).toBe("3 items");
});

test("a job is called by its title, else by where it begins, else by its kind", () => {
  expect(titleOf(aJob({ options: { title: "Docs", urls: ["https://a.example/"] } }))).toBe("Docs");
  expect(titleOf(aJob({ options: { title: null, urls: ["https://a.example/docs/"] } }))).toBe("a.example/docs");
  expect(titleOf(aJob({ type: "custom", options: { title: null } }))).toBe("Custom job");
  expect(placeOf("https://a.example/?page=2")).toBe("a.example/?page=2");
  expect(placeOf("nonsense")).toBe("nonsense");
});

test("a line of the list says what matters at its status", () => {
  const queue = { position: 1, total: 1, estimatedWaitSeconds: null, estimatedWaitP90Seconds: null };
  expect(standingOf(aJob({ status: "queued", queue }))).toEqual(["1st of 1, wait not known yet"]);
  expect(standingOf(aJob({ ratePerSecond: 17.34, etaSeconds: 9, counts: counts({ total: 9, completed: 4 }) }))).toEqual([
    "Crawling",
    "4 of 9 pages",
    "17.3 pages/s",
    "about 9 s left",
  ]);
  expect(standingOf(aJob({ status: "failed", error: { code: "x", message: "It broke.", detail: null } }))).toEqual(["It broke."]);
  expect(standingOf(aJob({ status: "completed", counts: counts({ documents: 1, failed: 2 }) }))).toEqual([
    "1 document",
    "2 pages failed",
  ]);
});

test("a crawl's result is a sentence, and another program's is not made one", () => {
  const result = { documents: 500, chunks: 2915, failed: 0, skipped: 670, unchanged: 0, durationMs: 11_000 };
  expect(resultWords(result)).toBe("500 documents with 2,915 chunks in 11 s. 670 pages skipped.");
  expect(resultWords({ rows: 3 })).toBeNull();
  expect(resultWords("done")).toBeNull();
});

test("an open question counts down", () => {
  const at = "2026-11-21T12:01:30Z";
  expect(openWords(at, Date.parse("2026-11-21T12:00:00Z"))).toBe("Open for 1 min 30 s.");
  expect(openWords(at, Date.parse("2026-11-21T12:02:00Z"))).toBe("Its time is up.");
  expect(openWords(null, 0)).toBe("");
});
