import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { SessionProvider } from "../../src/app/session/Session.js";
import SearchPage from "../../src/search/SearchPage.js";
import { type Request, stubServer } from "../server.js";

const item = (title: string) => ({
  items: [{ documentId: title, url: "http://site.test/", title, chunk: "", heading: "", score: 1, highlights: [] }],
  mode: "hybrid",
});
const searches = (requests: readonly Request[]) => requests.filter(({ path }) => path === "/api/search");
const show = () =>
  render(
    <SessionProvider>
      <SearchPage />
    </SessionProvider>,
  );
const type = (q: string) => fireEvent.change(screen.getByRole("searchbox"), { target: { value: q } });

beforeEach(() => history.replaceState(null, "", "/search"));

test("a late answer to an older question does not take the place of the newer one's", async () => {
  const requests = stubServer();
  show();
  type("first");
  await waitFor(() => expect(searches(requests).length).toBe(1));
  type("second");
  await waitFor(() => expect(searches(requests).length).toBe(2));
  searches(requests)[1]?.answer(item("Second answer"));
  expect(await screen.findByRole("link", { name: "Second answer" })).toBeTruthy();
  searches(requests)[0]?.answer(item("First answer"));
  type("third");
  await waitFor(() => expect(searches(requests).length).toBe(3));
  expect(screen.getByRole("status").textContent).toContain("Searching");
  expect(screen.queryByRole("link", { name: "First answer" })).toBeNull();
});

test("what is asked stands in the address, and comes from there", async () => {
  history.replaceState(null, "", "/search?q=gin+index&mode=keyword&source=s1");
  const requests = stubServer();
  show();
  await waitFor(() => expect(searches(requests).length).toBe(1));
  expect(Object.fromEntries(searches(requests)[0]?.query ?? [])).toEqual({
    q: "gin index",
    mode: "keyword",
    limit: "20",
    sourceId: "s1",
  });
  type("brin");
  await waitFor(() => expect(location.search).toBe("?q=brin&mode=keyword&source=s1"));
});

test("going back brings back what was typed, too", async () => {
  stubServer();
  history.replaceState(null, "", "/search?q=one");
  show();
  history.pushState(null, "", "/search?q=two");
  await waitFor(() => expect((screen.getByRole("searchbox") as HTMLInputElement).value).toBe("two"));
  history.back();
  await waitFor(() => expect((screen.getByRole("searchbox") as HTMLInputElement).value).toBe("one"));
});

test("that nothing was found, that something failed, and that words alone were searched is said", async () => {
  history.replaceState(null, "", "/search?q=x");
  const requests = stubServer();
  show();
  await waitFor(() => expect(searches(requests).length).toBe(1));
  searches(requests)[0]?.answer({ title: "Out of order", code: "unavailable", status: 503 }, 500);
  const again = await screen.findByRole("button", { name: "Try again" });
  expect(screen.getByRole("alert").textContent).toContain("Out of order");
  fireEvent.click(again);
  await waitFor(() => expect(searches(requests).length).toBe(2));
  searches(requests)[1]?.answer({ items: [], mode: "keyword" });
  expect(await screen.findByText("Nothing found")).toBeTruthy();
  expect(screen.getByRole("status").textContent).toContain("by words only");
});
