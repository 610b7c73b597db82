import { useCallback } from "react";
import { type JobsQuery, type JobsState, noJobs } from "../state/jobs/jobsState.js";
import { keyOf } from "../state/live.js";
import { useTrawl } from "./TrawlProvider.js";
import { useShared } from "./useShared.js";

export interface UseJobsResult extends JobsState {
  /** Loads older ones. Without effect when there are none. */
  loadMore(): Promise<void>;
  /** Loads anew what is shown. Needed only after an error. */
  refresh(): Promise<void>;
}

/** The caller's jobs, newest first, live. An admin's are everybody's, of which those of others move only by `refresh`. */
export function useJobs(query: JobsQuery = {}): UseJobsResult {
  const { lists } = useTrawl().live;
  const key = keyOf(query);
  const state = useShared(lists, key, noJobs);
  const loadMore = useCallback(async () => lists.peek(key)?.loadMore(), [lists, key]);
  const refresh = useCallback(async () => lists.peek(key)?.refresh(), [lists, key]);
  return { ...state, loadMore, refresh };
}
