import { readFileSync } from "node:fs";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ThemeSwitch } from "../../src/app/theme/ThemeSwitch.js";

const root = document.documentElement;
/** What runs before the first paint. */
const load = () => new Function(readFileSync("public/theme.js", "utf8"))();

afterEach(() => delete root.dataset.theme);

test("the theme goes round, and is found again before the first paint of the next visit", () => {
  render(<ThemeSwitch />);
  fireEvent.click(screen.getByRole("button", { name: "Colours: as the system. Change to light" }));
  fireEvent.click(screen.getByRole("button", { name: "Colours: light. Change to dark" }));
  expect(root.dataset.theme).toBe("dark");
  delete root.dataset.theme;
  load();
  expect(root.dataset.theme).toBe("dark");
  fireEvent.click(screen.getByRole("button", { name: "Colours: dark. Change to as the system" }));
  load();
  expect(root.dataset.theme).toBeUndefined();
});

test("what is no theme is not set", () => {
  localStorage.setItem("theme", '"><script>');
  load();
  expect(root.dataset.theme).toBeUndefined();
});
