import { useCallback, useMemo } from "react";
import { type Problem, TrawlError } from "../api/errors.js";
import type { Clarification } from "../models.js";
import { type Refusal, unknownJob } from "../state/job/jobState.js";
import { useTrawl } from "./TrawlProvider.js";
import { refusal, useAction } from "./useAction.js";
import { useShared } from "./useShared.js";

/** The answer that was faster than the caller's. */
export interface OtherAnswer {
  clarificationId: string;
  answer: string | null;
  /** Who gave it; null when the server does not say. */
  answeredBy: string | null;
}

export interface UseClarificationResult {
  /** Questions that wait for an answer, oldest first. */
  pending: readonly Clarification[];
  /** Answers one. Resolves with false when it was too late: `winner` and `error` say why. Rejects when it did not get through. */
  answer(clarificationId: string, answer: string): Promise<boolean>;
  isAnswering: boolean;
  /** Set when somebody else answered first. */
  winner: OtherAnswer | null;
  /** `already_answered`, `expired`, `network` …; null from the next answer on. */
  error: Refusal | null;
}

const none = unknownJob("");

/** What a job asks, and a way to answer. */
export function useClarification(jobId: string | null): UseClarificationResult {
  const { live } = useTrawl();
  const { clarifications } = useShared(live.jobs, jobId, none);
  const { name, isBusy, error, run } = useAction(jobId);
  const pending = useMemo(() => clarifications.filter(({ status }) => status === "pending"), [clarifications]);
  const answer = useCallback(
    async (clarificationId: string, text: string) => {
      if (jobId === null) return false;
      try {
        await run(clarificationId, () => live.actions(jobId).answer(clarificationId, text));
        return true;
      } catch (refused) {
        if (isTooLate(refused)) return false;
        throw refused;
      }
    },
    [live, jobId, run],
  );
  return { pending, answer, isAnswering: isBusy, winner: winnerOf(name, error), error: refusal(error) };
}

function isTooLate(error: unknown): boolean {
  return error instanceof TrawlError && (error.status === 409 || error.status === 410);
}

function winnerOf(clarificationId: string | null, error: TrawlError | null): OtherAnswer | null {
  if (clarificationId === null || error?.code !== "already_answered") return null;
  const said = error.problem as (Problem & { answer?: string | null; answeredBy?: string | null }) | undefined;
  return { clarificationId, answer: said?.answer ?? null, answeredBy: said?.answeredBy ?? null };
}
