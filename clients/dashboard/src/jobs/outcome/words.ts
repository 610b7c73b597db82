import { formatCount } from "../../ui/index.js";
import { textOf } from "../models/cards.js";
import { planGroups } from "../plan/fields.js";

const asked = new Map<string, (typeof planGroups)[number][1][number]>(
  planGroups.flatMap(([, fields]) => fields).map((field) => [field.name, field]),
);

const own: Readonly<Record<string, string>> = { urls: "Addresses", total: "Items" };

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
