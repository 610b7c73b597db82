import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type JobState, unknownJob } from "../../state/job/jobState.js";
import { ME } from "../../state/live.js";
import { statusWord } from "../../state/session/packets.js";
import { useConnectionOf } from "../useConnection.js";
import { type Invalidating, invalidate } from "../useInvalidateOnCompletion.js";
import { useKept, useShared } from "../useShared.js";
import { useClient } from "./useClient.js";

export interface JobProgressData {
  jobId: string;
  status: string;
  /** 0 to 100. */
  progress: number;
  message?: string;
  timestamp: string;
}

export interface JobCompletedData {
  jobId: string;
  status: string;
  result: unknown;
  timestamp: string;
}

export interface JobErrorData {
  jobId: string;
  status: string;
  error: string;
  timestamp: string;
}

export interface UseJobWebSocketOptions {
  /** Where Trawl is. Defaults to the provider's, else to where the page is from. */
  url?: string;
  /** Who the user is, to a server in `development` mode. */
  userId?: string | undefined;
  /** Connects while it is true. Defaults to true. */
  enabled?: boolean;
  /** The tracked job is done: once for each of its runs, also when it was done before it was tracked. */
  onJobCompleted?(data: JobCompletedData): void;
  /** The tracked job failed, was cancelled or ran out of time: once for each of its runs. */
  onJobFailed?(data: JobErrorData): void;
  /** Its queries are invalidated when the tracked job ends. */
  queryClient?: Invalidating;
  /** Which queries. Defaults to all. */
  queryKeys?: readonly (readonly unknown[])[];
}

export interface UseJobWebSocketResult {
  isConnected: boolean;
  /** The tracked job; null when there is none, or nothing is known of it yet. */
  jobProgress: JobProgressData | null;
  /** Tracks a job in place of the one before. */
  trackJob(jobId: string): void;
  stopTracking(): void;
  /** Neither WebSocket nor event stream works at the moment: it is asked for every 3 s. */
  usingPolling: boolean;
}

/** Tracks one job at a time. Works with and without a `TrawlProvider`. */
export function useJobWebSocket(options: UseJobWebSocketOptions = {}): UseJobWebSocketResult {
  const { url, userId, enabled = true } = options;
  const { live, realtime } = useClient(url, userId);
  const [tracked, setTracked] = useState<string | null>(null);
  const key = enabled ? tracked : null;
  const none = useMemo(() => unknownJob(key ?? ""), [key]);
  useKept(live.users, enabled ? ME : null);
  const state = useShared(live.jobs, key, none);
  const connection = useConnectionOf(realtime);
  useEnd(state, options);
  const trackJob = useCallback((jobId: string) => setTracked(jobId), []);
  const stopTracking = useCallback(() => setTracked(null), []);
  return {
    isConnected: enabled && connection.state === "connected",
    jobProgress: useMemo(() => progressOf(state), [state]),
    trackJob,
    stopTracking,
    usingPolling: enabled && connection.transport === "polling",
  };
}

// A job's end is told once: a run is known by the `seq` of its last event.
function useEnd(state: JobState, options: UseJobWebSocketOptions): void {
  const newest = useRef(options);
  const told = useRef("");
  useEffect(() => {
    newest.current = options;
  });
  const end = state.isEnded && state.job ? `${state.jobId} ${state.job.seq}` : "";
  useEffect(() => {
    const { job } = state;
    if (end === "" || !job || told.current === end) return;
    told.current = end;
    const { onJobCompleted, onJobFailed, queryClient, queryKeys } = newest.current;
    const about = { jobId: job.id, status: statusWord(job.status), timestamp: job.finishedAt ?? new Date().toISOString() };
    if (job.status === "completed") onJobCompleted?.({ ...about, result: job.result });
    else onJobFailed?.({ ...about, error: job.error?.message ?? `The job has ${job.status}.` });
    if (queryClient) invalidate(queryClient, queryKeys);
  }, [end, state]);
}

function progressOf({ job, message, updatedAt }: JobState): JobProgressData | null {
  if (!job) return null;
  const about = { jobId: job.id, status: statusWord(job.status), progress: job.progress };
  return { ...about, ...(message === null ? {} : { message }), timestamp: updatedAt ?? job.createdAt };
}
