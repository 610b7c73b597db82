import type { EventData, Job } from "@trawl/client";
import { memo } from "react";
import { Badge, Card, formatOf, type Tone } from "../../ui/index.js";
import { tookWords } from "../words/took.js";
import { type ModelCard, modelsOf } from "./cards.js";
import "./models.css";

const tones: Readonly<Record<string, Tone>> = { processing: "accent", completed: "good", failed: "bad" };

export interface ModelsProps {
  models: Job["models"];
  results: readonly EventData["model_result"][];
}

/** What each model did, side by side. Nothing when there is none. */
export const Models = memo(function Models({ models, results }: ModelsProps) {
  const cards = modelsOf(models, results);
  if (cards.length === 0) return null;
  return (
    <Card title="Models">
      <ul className="models">
        {cards.map((card) => (
          <li key={card.model} className="models-one">
            <ModelView card={card} />
          </li>
        ))}
      </ul>
    </Card>
  );
});

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function ModelView({ card: { model, provider, status, durationMs, chunks, result, error } }: { card: ModelCard }) {
  return (
    <>
      <div className="models-head">
        <h3>{model}</h3>
        <Badge tone={tones[status] ?? "neutral"}>{capital(status)}</Badge>
      </div>
      <p className="soft small">
        {[provider, durationMs > 0 && tookWords(durationMs), chunks > 0 && formatOf(chunks, "chunk")].filter(Boolean).join(" · ")}
      </p>
      {error && <p className="models-error">{error}</p>}
      {result && <ModelText text={result} />}
    </>
  );
}

/** A line is a line; more than that scrolls in itself. */
function ModelText({ text }: { text: string }) {
  if (text.length < 80 && !text.includes("\n")) return <p className="small">{text}</p>;
  return (
    <pre className="models-result" tabIndex={0}>
      {text}
    </pre>
  );
}
