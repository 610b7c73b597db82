import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { App } from "../src/app/App.js";

test("the first page is that of the jobs", () => {
  render(<App />);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Jobs");
});
