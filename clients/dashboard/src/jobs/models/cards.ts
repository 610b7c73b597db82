import type { EventData, Job } from "@trawl/client";

/** What a model did for a job. */
export interface ModelCard {
  readonly model: string;
  readonly provider: string;
  readonly status: string;
  /** Its time of work; 0 before it is known. */
  readonly durationMs: number;
  readonly chunks: number;
  /** What it made, as text; null when it made nothing to read. */
  readonly result: string | null;
  readonly error: string | null;
}

/** The job's models with what each has said; of an embedding model that is numbers only. */
export function modelsOf(models: Job["models"], results: readonly EventData["model_result"][]): ModelCard[] {
  const said = new Map(results.map((result) => [result.model, result]));
  const cards = models.map(
    (model): ModelCard => ({ ...model, result: model.chunks > 0 ? null : textOf(said.get(model.model)?.result) }),
  );
  const named = new Set(models.map(({ model }) => model));
  for (const { model, provider, status, durationMs, result, error } of results)
    if (!named.has(model))
      cards.push({ model, provider, status, durationMs: durationMs ?? 0, chunks: 0, result: textOf(result), error });
  return cards;
}

/** Anything as a reader can read it. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
