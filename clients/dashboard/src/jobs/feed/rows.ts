import type { EventOf, TrawlEvent } from "@trawl/client";
import { formatOf, type Tone } from "../../ui/index.js";
import { plain, stageName } from "../words/names.js";
import { tookWords } from "../words/took.js";

/** An event as a line of the feed. */
export interface FeedRow {
  readonly tone: Tone;
  /** What it is, in a word or two. */
  readonly label: string;
  readonly text: string;
  /** Why, how long, how much. */
  readonly detail: string;
  readonly at: string;
}

/** The newest events as rows, newest first; those that say nothing a reader wants are left out. */
export function rowsOf(feed: readonly TrawlEvent[], most: number): FeedRow[] {
  const rows: FeedRow[] = [];
  for (let place = feed.length - 1; place >= 0 && rows.length < most; place--) {
    const event = feed[place];
    const said = event && wordsOf(event);
    if (event && said) rows.push({ at: event.timestamp, detail: "", ...said });
  }
  return rows;
}

type Words = Pick<FeedRow, "tone" | "label" | "text"> & { detail?: string };

function wordsOf(event: TrawlEvent): Words | null {
  switch (event.type) {
    case "worker_item_completed":
      return itemWords(event.data);
    case "batch_complete":
      return {
        tone: "neutral",
        label: "Batch",
        text: `${plain(event.data.taskName)}: ${event.data.completed} of ${event.data.total}`,
      };
    case "stage":
      return {
        tone: "accent",
        label: "Stage",
        text: stageName[event.data.stage] ?? event.data.stage,
        detail: event.data.message,
      };
    case "stalled":
      return { tone: "warn", label: "Stalled", text: plain(event.data.reason), detail: event.data.nextStep };
    case "model_result":
      return modelWords(event.data);
    case "clarification":
      return { tone: "warn", label: "Question", text: event.data.question, detail: event.data.answer ?? event.data.status };
    case "comment":
      return { tone: "neutral", label: "Comment", text: event.data.text, detail: event.data.userId };
    case "failed":
      return { tone: "bad", label: "Failed", text: event.data.error?.message ?? "" };
    case "cancelled":
      return { tone: "neutral", label: "Cancelled", text: `${formatOf(event.data.kept, "document")} kept` };
    case "sync:progress":
      return { tone: "accent", label: "Sync", text: pairsOf(event.data) };
    case "preview:status":
      return { tone: "accent", label: "Preview", text: pairsOf(event.data) };
    case "generation:progress":
      return { tone: "accent", label: "Generation", text: pairsOf(event.data) };
    default:
      return plainWords(event.type);
  }
}

const ofLife: Readonly<Record<string, readonly [Tone, string]>> = {
  queued: ["neutral", "Queued"],
  started: ["accent", "Started"],
  paused: ["warn", "Paused"],
  resumed: ["accent", "Resumed"],
  cancelling: ["warn", "Cancelling"],
  completed: ["good", "Completed"],
  expired: ["bad", "Expired"],
};

function plainWords(type: string): Words | null {
  const known = ofLife[type];
  return known ? { tone: known[0], label: known[1], text: "" } : null;
}

function itemWords({ item, ok, status, reason, durationMs }: EventOf<"worker_item_completed">["data"]): Words {
  const took = durationMs === null ? null : tookWords(durationMs);
  const why = reason ? plain(reason) : null;
  return { tone: ok ? "good" : "bad", label: String(status ?? (ok ? "OK" : "Failed")), text: item, detail: joined(why, took) };
}

function modelWords({ model, status, error, durationMs }: EventOf<"model_result">["data"]): Words {
  const tone = status === "failed" ? "bad" : status === "completed" ? "good" : "accent";
  const took = durationMs === null ? null : tookWords(durationMs);
  return { tone, label: "Model", text: `${model}: ${status}`, detail: joined(error, took) };
}

/** The plain values of an object that only its sender knows. */
export function pairsOf(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");
}

const joined = (...parts: readonly (string | null)[]): string => parts.filter((part) => part).join(", ");
