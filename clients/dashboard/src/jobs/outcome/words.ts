import { formatCount } from "../../ui/index.js";
import { textOf } from "../models/cards.js";
import { planGroups } from "../plan/fields.js";

const asked = new Map<string, (typeof planGroups)[number][1][number]>(
  planGroups.flatMap(([, fields]) => fields).map((field) => [field.name, field]),
);

const own: Readonly<Record<string, string>> = { urls: "Addresses", total: "Items" };

/** The options that say something, each once: a crawl's `url` is the first of its `urls`. */
export function optionsOf(options: unknown): [name: string, value: unknown][] {
  const all = (options ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(all).filter(([name, value]) => textOf(value) !== null && !(name === "url" && "urls" in all));
}

/** What an option is called where it is asked for; by its own name where it is not. */
export function optionName(name: string): string {
  return own[name] ?? asked.get(name)?.label ?? name;
}

/** An option's value as a reader wants it. */
export function optionWords(name: string, value: unknown): string | null {
  if (Array.isArray(value)) return value.join(", ") || "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatCount(value);
  return asked.get(name)?.options?.find(([choice]) => choice === value)?.[1] ?? textOf(value);
}
