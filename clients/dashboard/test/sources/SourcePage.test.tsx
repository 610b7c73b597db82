import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { SessionProvider } from "../../src/app/session/Session.js";
import SourcePage from "../../src/sources/SourcePage.js";
import { type Request, stubServer } from "../server.js";

const source = {
  id: "s1",
  userId: "u",
  title: "Docs",
  url: "http://site.test/",
  urls: [],
  schedule: null,
  nextRunAt: null,
  createdAt: "2026-01-01T00:00:00Z",
  lastCrawledAt: null,
  documents: 12,
  chunks: 40,
};

function api({ method, path, answer }: Request): void {
  if (method === "PATCH")
    answer({ title: "Bad", code: "invalid_request", status: 400, errors: { "schedule.cron": ["Has 2 fields, not 5."] } }, 400);
  else if (method === "POST") answer({ id: "j9" }, 202);
  else if (path === "/api/sources/s1") answer(source);
  else answer({ items: [], next: null });
}

const show = () =>
  render(
    <SessionProvider>
      <SourcePage id="s1" />
    </SessionProvider>,
  );

test("what the server says against a schedule stands at its field", async () => {
  const requests = stubServer(api);
  show();
  fireEvent.change(await screen.findByRole("combobox", { name: "Crawl again" }), { target: { value: "cron" } });
  fireEvent.change(screen.getByRole("textbox", { name: "Cron" }), { target: { value: "99 *" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Has 2 fields, not 5.");
  expect(screen.getByRole("textbox", { name: "Cron" }).getAttribute("aria-invalid")).toBe("true");
  expect(requests.find(({ method }) => method === "PATCH")?.body).toMatchObject({ title: "Docs", schedule: { cron: "99 *" } });
});

test("a refresh goes to its job", async () => {
  stubServer(api);
  show();
  fireEvent.click(await screen.findByRole("button", { name: "Refresh now" }));
  await waitFor(() => expect(location.pathname).toBe("/jobs/j9"));
});

test("what is another's, or gone, is said to be not there", async () => {
  stubServer(({ answer }) => answer({ title: "No", code: "not_found", status: 404 }, 404));
  show();
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("No such source");
});
