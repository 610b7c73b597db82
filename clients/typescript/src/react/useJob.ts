import { useEffect, useMemo } from "react";
import type { ConnectionStatus } from "../realtime/types.js";
import { type JobState, unknownJob } from "../state/job/jobState.js";
import { useTrawl } from "./TrawlProvider.js";
import { useConnection } from "./useConnection.js";
import { useShared } from "./useShared.js";

export interface UseJobOptions {
  /** False: nothing is watched, and nothing is shown. */
  enabled?: boolean;
  /** How many entries of the feed to keep. Defaults to 200. */
  feedSize?: number;
}

export interface UseJobResult extends Omit<JobState, "jobId"> {
  connection: ConnectionStatus;
  /** There is neither WebSocket nor event stream at the moment: what is shown may be 3 s old. */
  usingPolling: boolean;
}

/** A job, live: its state, what happens in it, who watches it. Null: none, which is shown as not loading. */
export function useJob(jobId: string | null, { enabled = true, feedSize = 200 }: UseJobOptions = {}): UseJobResult {
  const { live } = useTrawl();
  const key = enabled ? jobId : null;
  const none = useMemo(() => ({ ...unknownJob(key ?? ""), isLoading: key !== null }), [key]);
  const state = useShared(live.jobs, key, none);
  const connection = useConnection();
  useEffect(() => {
    if (key !== null) live.jobs.peek(key)?.keepFeed(feedSize);
  }, [live, key, feedSize]);
  const feed = useMemo(() => (state.feed.length > feedSize ? state.feed.slice(-feedSize) : state.feed), [state.feed, feedSize]);
  const { jobId: _, ...shown } = state;
  return { ...shown, feed, connection, usingPolling: connection.transport === "polling" };
}
