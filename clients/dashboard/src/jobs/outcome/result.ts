import { formatCount, formatDuration } from "../../ui/index.js";

const names: readonly (readonly [field: string, name: string])[] = [
  ["documents", "Documents"],
  ["chunks", "Chunks"],
  ["unchanged", "Unchanged"],
  ["skipped", "Skipped"],
  ["failed", "Failed"],
];

/** The numbers of a crawl's result, by name; null when it is something else. */
export function resultOf(result: unknown): readonly (readonly [name: string, value: string])[] | null {
  if (typeof result !== "object" || result === null) return null;
  const said = result as Record<string, unknown>;
  const numbers = names.flatMap(([field, name]) => {
    const value = said[field];
    return typeof value === "number" ? [[name, formatCount(value)] as const] : [];
  });
  if (numbers.length === 0) return null;
  const took = said.durationMs;
  return typeof took === "number" ? [...numbers, ["Took", formatDuration(took / 1000)] as const] : numbers;
}
