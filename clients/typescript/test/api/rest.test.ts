import { afterEach, beforeEach, expect, test, vi } from "vitest";
import openapi from "../../../../services/Api/openapi.json" with { type: "json" };
import { keyed } from "../../src/api/retry.js";
import { Rest, TrawlClient, type TrawlError } from "../../src/index.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

/** A fetch that answers these one after the other; null is a line that breaks. */
function answering(...answers: (Response | null)[]) {
  return vi.fn<typeof fetch>(async () => {
    const answer = answers.shift();
    if (!answer) throw new TypeError("fetch failed");
    return answer;
  });
}

const headersOf = (fetcher: ReturnType<typeof answering>, call: number) =>
  fetcher.mock.calls[call]?.[1]?.headers as Record<string, string>;

test("a POST that creates is sent again when its answer is lost, by the same key: one job", async () => {
  const fetcher = answering(null, null, json({ id: "1" }));
  const asked = new TrawlClient({ url: "http://trawl", fetch: fetcher }).jobs.submit({ url: "https://example.com/" });
  await vi.runAllTimersAsync();
  expect((await asked).id).toBe("1");
  const keys = [0, 1, 2].map((call) => headersOf(fetcher, call)["Idempotency-Key"]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(keys).size).toBe(1);
});

test("two requests have two keys, and a key of the caller's own is kept", async () => {
  const fetcher = answering(json({}), json({}), json({}));
  const rest = new Rest("", {}, fetcher);
  const body = { type: "crawl", url: "https://example.com/" } as const;
  for (const headers of [{}, {}, { "Idempotency-Key": "mine" }]) await rest.post("/api/jobs", { body, headers });
  const keys = [0, 1, 2].map((call) => headersOf(fetcher, call)["Idempotency-Key"]);
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys[2]).toBe("mine");
});

test("what the server does not do once for a key is not sent again", async () => {
  const fetcher = answering(null, json({}));
  const asked = new Rest("", {}, fetcher).post("/api/jobs/{id}/cancel", { path: { id: "1" } });
  await expect(asked).rejects.toMatchObject({ status: 0, code: "network" } satisfies Partial<TrawlError>);
  expect(headersOf(fetcher, 0)).not.toHaveProperty("Idempotency-Key");
});

test("the paths that get a key are those for which the Api honours it", () => {
  for (const [path, operations] of Object.entries(openapi.paths)) {
    if (!("post" in operations)) continue;
    const { parameters = [] } = operations.post as { parameters?: { name: string }[] };
    expect([path, keyed.test(path)]).toEqual([path, parameters.some(({ name }) => name === "Idempotency-Key")]);
  }
});

test.each([429, 503])("a GET that is refused with %i and Retry-After is asked again then, and not before", async (status) => {
  const fetcher = answering(json({ code: "rate_limited" }, status, { "Retry-After": "2" }), json({ items: [] }));
  const asked = new Rest("", {}, fetcher).get("/api/jobs");
  await vi.advanceTimersByTimeAsync(1999);
  expect(fetcher).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toEqual({ items: [] });
});

test("who closes the client is not kept waiting", async () => {
  const client = new TrawlClient({ fetch: answering(json({ code: "rate_limited" }, 429, { "Retry-After": "9" })) });
  const asked = expect(client.jobs.list()).rejects.toMatchObject({ code: "closed" });
  await vi.advanceTimersByTimeAsync(0);
  client.close();
  await asked;
  expect(vi.getTimerCount()).toBe(0);
});

test("a token that has ended is asked for anew, once", async () => {
  const token = vi.fn(({ renew }: { renew: boolean }) => (renew ? "new" : "old"));
  const fetcher = answering(
    json({ code: "token_expired" }, 401),
    json({ items: [] }),
    json({ code: "token_expired" }, 401),
    json({}, 401),
  );
  const rest = new Rest("", { token }, fetcher);
  const first = rest.get("/api/jobs");
  await vi.runAllTimersAsync();
  await first;
  expect([0, 1].map((call) => headersOf(fetcher, call).Authorization)).toEqual(["Bearer old", "Bearer new"]);
  const second = expect(rest.get("/api/jobs")).rejects.toMatchObject({ status: 401 });
  await vi.runAllTimersAsync();
  await second;
  expect(fetcher).toHaveBeenCalledTimes(4);
});

test("a refusal tells what the problem is, and a proxy's that it is none", async () => {
  const problem = { code: "url_not_allowed", title: "No", detail: "It is private.", errors: { url: ["private"] } };
  const rest = new Rest("", {}, answering(json(problem, 400), new Response("<html>", { status: 502 })));
  await expect(rest.get("/api/jobs")).rejects.toMatchObject({
    status: 400,
    code: "url_not_allowed",
    message: "It is private.",
    problem,
  });
  await expect(rest.get("/api/jobs")).rejects.toMatchObject({ status: 502, code: "http_error" });
});
