import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Highlights } from "../../src/search/highlights/Highlights.js";
import { beginningOf, piecesOf } from "../../src/search/highlights/marked.js";

test("what was found is marked, and what the server escaped is itself again", () => {
  expect(piecesOf("a &lt;b&gt; <mark>index</mark> &amp; &#39;c&#39; &#x20AC; &quot;")).toEqual([
    { text: "a <b> ", marked: false },
    { text: "index", marked: true },
    { text: " & 'c' € \"", marked: false },
  ]);
});

test("what is escaped twice is unescaped once, and what is no character stays as it is", () => {
  expect(piecesOf("&amp;lt;mark&amp;gt; &nope; &#9999999;")).toEqual([{ text: "&lt;mark&gt; &nope; &#9999999;", marked: false }]);
});

test("nothing but marks ever becomes an element", () => {
  const evil = '<img src=x onerror="alert(1)"><mark>x</mark><script>alert(1)</script>&lt;img src=x&gt;';
  const { container } = render(<Highlights highlights={[evil]} chunk="" />);
  expect([...container.querySelectorAll("*")].map((element) => element.tagName)).toEqual(["P", "SPAN", "MARK"]);
  expect(container.textContent).toContain("<script>alert(1)</script><img src=x>");
});

test("a passage without a word found begins as it begins, without Markdown's signs", () => {
  expect(beginningOf("## A `b`\n\n[link](http://x.test/) and *more*")).toBe("A b link and more");
  expect(beginningOf("word ".repeat(100), 22)).toBe("word word word word …");
});
