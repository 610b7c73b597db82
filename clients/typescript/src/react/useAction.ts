import { useCallback, useEffect, useRef, useState } from "react";
import { TrawlError } from "../api/errors.js";
import type { Refusal } from "../state/job/jobState.js";

interface ActionState {
  readonly about: string | null;
  /** The last action; null before the first. */
  readonly name: string | null;
  readonly isBusy: boolean;
  readonly error: TrawlError | null;
}

/** One action at a time that the user waits for, and how the last one went wrong. Begins anew when `about` changes. */
export function useAction(about: string | null) {
  const none: ActionState = { about, name: null, isBusy: false, error: null };
  const [state, setState] = useState(none);
  const current = useRef<string | null>(null);
  useEffect(() => {
    current.current = about;
    return () => {
      current.current = null;
    };
  }, [about]);

  const run = useCallback(
    async <T>(name: string, action: () => Promise<T>): Promise<T> => {
      const tell = (isBusy: boolean, error: TrawlError | null) => {
        if (current.current === about) setState({ about, name, isBusy, error });
      };
      tell(true, null);
      try {
        const answer = await action();
        tell(false, null);
        return answer;
      } catch (error) {
        tell(false, error instanceof TrawlError ? error : new TrawlError(0, "unexpected", String(error)));
        throw error;
      }
    },
    [about],
  );
  return { ...(state.about === about ? state : none), run };
}

/** An error as the state of a hook. */
export function refusal(error: TrawlError | null): Refusal | null {
  return error && { code: error.code, message: error.message };
}
