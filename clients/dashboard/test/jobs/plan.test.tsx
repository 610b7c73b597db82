import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { addressField, type FieldForm, PlanControl } from "../../src/jobs/plan/index.js";
import { bodyOf, errorsByField, toAddress, toText, toValue } from "../../src/jobs/plan/values.js";

const field = (kind: FieldForm["kind"], more: Partial<FieldForm> = {}): FieldForm => ({
  name: "title",
  label: "It",
  kind,
  ...more,
});

test("what is typed becomes the value of its kind, and nothing is nothing", () => {
  expect(toValue(field("number"), " 20 ")).toBe(20);
  expect(toValue(field("lines"), "/a/**\n\n /b \n")).toEqual(["/a/**", "/b"]);
  expect(toValue(field("words"), "docs, pg,")).toEqual(["docs", "pg"]);
  expect(["number", "lines", "words", "text"].map((kind) => toValue(field(kind as "text"), "  "))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(toText(field("words"), ["docs", "pg"])).toBe("docs, pg");
});

test("an address without a scheme is https, and one that has another is left for the server to judge", () => {
  expect(
    ["a.example", "a.example:8080/x", "//a.example", "http://a.example", "ftp://a.example", "mailto:x@a.example", ""].map(
      toAddress,
    ),
  ).toEqual([
    "https://a.example",
    "https://a.example:8080/x",
    "https://a.example",
    "http://a.example",
    "ftp://a.example",
    "mailto:x@a.example",
    "",
  ]);
});

test("a body holds what was said", () => {
  expect(bodyOf({ url: "https://a.example/", title: "", maxPages: undefined, useSitemap: false })).toEqual({
    type: "crawl",
    url: "https://a.example/",
    useSitemap: false,
  });
});

test("what is wrong with one of several is said of their field", () => {
  expect(errorsByField({ "urls[2]": ["Must be a URL."], url: ["No."], "tags[0]": ["Empty."], tags: ["Too many."] })).toEqual({
    urls: ["No. 3: Must be a URL."],
    url: ["No."],
    tags: ["No. 1: Empty.", "Too many."],
  });
  expect(errorsByField(null)).toEqual({});
});

function Lines({ onValue }: { onValue: (value: unknown) => void }) {
  const [value, setValue] = useState<unknown>(undefined);
  const change = (next: unknown) => {
    setValue(next);
    onValue(next);
  };
  return (
    <>
      <PlanControl field={field("lines")} value={value} onChange={change} />
      <button type="button" onClick={() => setValue(["/theirs"])}>
        Other
      </button>
    </>
  );
}

test("a line that is being begun is not taken away, and another's value is shown", () => {
  const values: unknown[] = [];
  render(<Lines onValue={(value) => values.push(value)} />);
  const area = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "It" });
  fireEvent.change(area, { target: { value: "/a\n" } });
  expect(area.value).toBe("/a\n");
  expect(values).toEqual([["/a"]]);
  fireEvent.click(screen.getByRole("button"));
  expect(area.value).toBe("/theirs");
});

test("an error stands at its field and is tied to it", () => {
  render(<PlanControl field={addressField} value="x" onChange={() => undefined} error={["Must be an absolute URL."]} />);
  const input = screen.getByRole("textbox", { name: "Address" });
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Must be an absolute URL.");
});
