import type { EventData, EventOf, EventType, Job, TrawlEvent } from "../../src/index.js";
import type { Channel, ChannelObserver, ConnectionStatus, Realtime, SubscribeOptions } from "../../src/realtime/types.js";

const counts = {
  total: 10,
  totalIsEstimate: false,
  completed: 0,
  processing: 0,
  pending: 10,
  failed: 0,
  skipped: 0,
  unchanged: 0,
  documents: 0,
  chunks: 0,
  embedded: 0,
};

/** A job as REST shows it. */
export function job(part: Partial<Job> = {}): Job {
  return {
    id: "j",
    type: "crawl",
    status: "running",
    stage: "crawling",
    progress: 10,
    userId: "u",
    sourceId: null,
    priority: "normal",
    tags: [],
    createdAt: "2026-01-01T00:00:00Z",
    startedAt: "2026-01-01T00:00:01Z",
    finishedAt: null,
    counts,
    queue: null,
    slowedBy: [],
    ratePerSecond: 2,
    etaSeconds: 5,
    models: [],
    clarifications: [],
    result: null,
    error: null,
    seq: 5,
    version: 10,
    options: {},
    ...part,
  };
}

/** An event of the job's channel. Without `seq` one that is not logged. */
export function event<T extends EventType>(
  type: T,
  data: EventData[T],
  at: { seq?: number; version?: number; jobId?: string } = {},
): TrawlEvent {
  const { seq = null, version = null, jobId = "j" } = at;
  const made: EventOf<T> = { type, channel: `job:${jobId}`, jobId, seq, version, timestamp: "2026-01-01T00:01:00Z", data };
  return made as TrawlEvent;
}

export function progress(percent: number, version: number, part: Partial<EventData["progress"]> = {}): TrawlEvent {
  const said = { message: "", ratePerSecond: 3, etaSeconds: 4, hasClarifications: false, clarificationCount: 0 };
  return event("progress", { progress: percent, status: "running", stage: "crawling", counts, ...said, ...part }, { version });
}

export function completed(seq: number, version: number): TrawlEvent {
  return event("completed", { result: { documents: 1 } as never, progress: 100, counts }, { seq, version });
}

/** What a connection is to a store: whoever subscribes is written down, and told what the test says. */
export class ToldRealtime implements Realtime {
  readonly subscribed: { channel: Channel; observer: ChannelObserver; after: number | undefined; isOpen: boolean }[] = [];
  readonly status: ConnectionStatus = {
    state: "connected",
    transport: "websocket",
    attempt: 0,
    retryAt: null,
    error: null,
    shared: false,
  };

  get open() {
    return this.subscribed.filter(({ isOpen }) => isOpen);
  }

  get last() {
    const last = this.subscribed.at(-1);
    if (!last) throw new Error("Nobody has subscribed.");
    return last;
  }

  onStatus(): () => void {
    return () => {};
  }

  subscribe(channel: Channel, observer: ChannelObserver, { after }: SubscribeOptions = {}) {
    const entry = { channel, observer, after, isOpen: true };
    this.subscribed.push(entry);
    return {
      channel,
      unsubscribe: () => {
        entry.isOpen = false;
      },
    };
  }

  moveCursor(): void {}
  close(): void {}
}
