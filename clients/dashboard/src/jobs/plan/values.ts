import type { CrawlRequest } from "@trawl/client";
import type { Plan } from "../../drafts/merging.js";
import type { FieldForm } from "./fields.js";

/** What a control holds of a field's value. */
export function toText({ kind }: FieldForm, value: unknown): string {
  if (Array.isArray(value)) return value.join(kind === "words" ? ", " : "\n");
  return value === undefined || value === null ? "" : String(value);
}

/** The field's value; undefined when nothing is said, so that the default holds. */
export function toValue({ kind }: FieldForm, text: string): unknown {
  const said = text.trim();
  if (kind === "lines" || kind === "words") {
    const parts = said.split(kind === "words" ? "," : "\n").map((part) => part.trim());
    const all = parts.filter((part) => part !== "");
    return all.length > 0 ? all : undefined;
  }
  if (said === "") return undefined;
  return kind === "number" && Number.isFinite(Number(said)) ? Number(said) : said;
}

/** `docs.example.com` is `https://docs.example.com`: what people type into a field of addresses. */
export function toAddress(text: string): string {
  const said = text.trim();
  return said === "" || /^[a-z][a-z0-9+.-]*:/i.test(said.replace(/^[^/]*:\d+/, ""))
    ? said
    : `https://${said.replace(/^\/+/, "")}`;
}

/** A plan as the body of a submit: what was not said is not sent, and the server's defaults hold. */
export function bodyOf(plan: Plan): CrawlRequest {
  const said = Object.entries(plan).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return { type: "crawl", ...Object.fromEntries(said) } as CrawlRequest;
}

/** What is wrong, by field of the plan: `urls[2]` is said of `urls`, and of which of them. */
export function errorsByField(errors: Readonly<Record<string, readonly string[]>> | null | undefined): Record<string, string[]> {
  const byField: Record<string, string[]> = {};
  for (const [path, messages] of Object.entries(errors ?? {})) {
    const [, field = path, place] = /^(\w+)(?:\[(\d+)\])?/.exec(path) ?? [];
    byField[field] ??= [];
    byField[field].push(...messages.map((message) => (place === undefined ? message : `No. ${Number(place) + 1}: ${message}`)));
  }
  return byField;
}
