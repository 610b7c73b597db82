import type { CrawlRequest } from "@trawl/client";

export type PlanField = Exclude<keyof CrawlRequest, "type">;

/** How a field of the plan is asked for. */
export interface FieldForm {
  readonly name: PlanField;
  readonly label: string;
  readonly kind: "url" | "text" | "number" | "lines" | "words" | "choice" | "flag" | "models";
  readonly hint?: string;
  /** What holds when nothing is said; a number's is shown in its place. */
  readonly default?: string | number | boolean;
  readonly least?: number;
  /** Of a choice. */
  readonly options?: readonly (readonly [value: string, name: string])[];
}

export const addressField: FieldForm = { name: "url", label: "Address", kind: "url" };

/** All of a plan but its address, in groups. */
export const planGroups: readonly (readonly [name: string, fields: readonly FieldForm[]])[] = [
  [
    "What to crawl",
    [
      {
        name: "scope",
        label: "Scope",
        kind: "choice",
        default: "host",
        hint: "How far links may lead.",
        options: [
          ["host", "The same host"],
          ["domain", "The whole domain"],
          ["prefix", "Below the address's folder"],
          ["list", "Only the given addresses"],
        ],
      },
      { name: "maxPages", label: "Pages at most", kind: "number", default: 500, least: 1 },
      { name: "maxDepth", label: "Depth at most", kind: "number", default: 10, least: 0, hint: "Links from the first page." },
      { name: "useSitemap", label: "Read the sitemap", kind: "flag", default: true },
      { name: "askBeforeTruncating", label: "Ask before leaving pages out", kind: "flag", default: false },
    ],
  ],
  [
    "Which addresses",
    [
      { name: "urls", label: "More addresses", kind: "lines", hint: "One a line." },
      {
        name: "include",
        label: "Include",
        kind: "lines",
        hint: "Globs over the path, one a line: /docs/**. A link must match one.",
      },
      { name: "exclude", label: "Exclude", kind: "lines", hint: "Globs as above; they win over include." },
    ],
  ],
  [
    "How",
    [
      { name: "concurrency", label: "Requests at once", kind: "number", default: 8, least: 1 },
      { name: "delayMs", label: "Delay (ms)", kind: "number", default: 0, least: 0, hint: "Between two requests." },
      {
        name: "ttlMinutes",
        label: "Time limit (minutes)",
        kind: "number",
        least: 1,
        hint: "Without one it may take as long as it takes.",
      },
      {
        name: "priority",
        label: "Priority",
        kind: "choice",
        default: "normal",
        options: [
          ["low", "Low"],
          ["normal", "Normal"],
          ["high", "High"],
        ],
      },
      { name: "respectRobots", label: "Heed robots.txt", kind: "flag", default: true },
    ],
  ],
  [
    "What becomes of it",
    [
      { name: "title", label: "Title", kind: "text" },
      { name: "tags", label: "Tags", kind: "words", hint: "Separated by commas." },
      { name: "models", label: "Embedding models", kind: "models" },
    ],
  ],
];
