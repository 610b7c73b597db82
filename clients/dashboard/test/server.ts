import { vi } from "vitest";

/** What was asked, and the way to answer it: now or later, in any order. */
export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
  answer(body: unknown, status?: number, headers?: Record<string, string>): void;
}

/**
 * Stands in for the Api where a test must say when which answer comes. Whatever `told` does not answer waits in the list;
 * the pages are tried against the real Api in tests/Dashboard.Tests.
 */
export function stubServer(told: (request: Request) => void = () => {}): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://trawl.test");
    return new Promise<Response>((answer, fail) => {
      const request: Request = {
        method: init.method ?? "GET",
        path: url.pathname,
        query: url.searchParams,
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
        answer: (body, status = 200, headers = {}) =>
          answer(new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } })),
      };
      init.signal?.addEventListener("abort", () => fail(new DOMException("Aborted", "AbortError")));
      requests.push(request);
      told(request);
    });
  });
  return requests;
}
