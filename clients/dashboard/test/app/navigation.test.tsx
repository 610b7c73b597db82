import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { App } from "../../src/app/App.js";
import { stubServer } from "../server.js";

beforeEach(() => {
  history.replaceState(null, "", "/");
  vi.stubGlobal("scrollTo", () => {});
  stubServer(({ answer }) => answer({ items: [], next: null }));
});

const link = (name: string) => within(screen.getByRole("navigation", { name: "Main" })).getByRole("link", { name });
const heading = () => screen.getByRole("heading", { level: 1 });

test("a first visit leaves the focus where it is; another page's heading takes it, and the tab bears its name", async () => {
  render(<App />);
  expect(document.activeElement).toBe(document.body);
  fireEvent.click(link("Sources"));
  await waitFor(() => expect(heading().textContent).toBe("Sources"));
  expect(document.activeElement).toBe(heading());
  expect(document.title).toBe("Sources · Trawl");
  expect(link("Sources").getAttribute("aria-current")).toBe("page");
  expect(link("Jobs").getAttribute("aria-current")).toBeNull();
});

test("on the search page the focus is where one types", async () => {
  render(<App />);
  fireEvent.click(link("Search"));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("searchbox")));
});

test("an address that is none is said to be none, with a way out", async () => {
  history.replaceState(null, "", "/nothing");
  render(<App />);
  expect(heading().textContent).toBe("There is no such page");
  fireEvent.click(screen.getByRole("link", { name: "To the jobs" }));
  await waitFor(() => expect(heading().textContent).toBe("Jobs"));
});
