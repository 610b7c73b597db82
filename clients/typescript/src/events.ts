import type { components } from "./generated/openapi.js";

/** The `data` of each type of event, as the Api's OpenAPI document has it. */
export type EventData = components["schemas"]["EventData"];

export type EventType = keyof EventData;

/** An event as it is on the wire. `seq` is set on log events: 1, 2, 3 … in the numbering of `channel`. */
export interface EventOf<T extends EventType> {
  type: T;
  channel: string;
  jobId: string | null;
  seq: number | null;
  version: number | null;
  timestamp: string;
  traceparent?: string | null;
  data: EventData[T];
}

/** Any event, told apart by `type`. */
export type TrawlEvent = { [T in EventType]: EventOf<T> }[EventType];

const terminal: ReadonlySet<string> = new Set(["completed", "failed", "cancelled", "expired"]);

/** Whether a status, or an event's type, is one after which a job's channel says nothing more. */
export function isTerminal(statusOrType: string): boolean {
  return terminal.has(statusOrType);
}
