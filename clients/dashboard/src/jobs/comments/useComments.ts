import type { Comment } from "@trawl/client";
import { useChannel, useJobActions } from "@trawl/client/react";
import { useState } from "react";
import { messageOf } from "../../ui/index.js";

export interface CommentedJob {
  readonly jobId: string;
  readonly ownerId: string;
  readonly isEnded: boolean;
}

/** A job's thread, with what is on its way. */
export function useComments(job: CommentedJob, told: readonly Comment[]) {
  const later = useLaterComments(job);
  const { comment } = useJobActions(job.jobId);
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const say = async (text: string): Promise<boolean> => {
    setError(null);
    setWaiting((all) => [...all, text]);
    try {
      await comment(text);
      return true;
    } catch (refused) {
      setError(messageOf(refused));
      return false;
    } finally {
      setWaiting((all) => all.filter((_, place) => place !== all.indexOf(text)));
    }
  };
  return { comments: merged(told, later), waiting, say, error };
}

/** What is said of a job that has ended is told on its owner's channel only. */
function useLaterComments({ jobId, ownerId, isEnded }: CommentedJob): readonly Comment[] {
  const [later, setLater] = useState<readonly Comment[]>([]);
  useChannel(isEnded ? `user:${ownerId}` : null, {
    events: (events) => {
      const said = events.flatMap((event): Comment[] =>
        event.type === "comment" && event.jobId === jobId
          ? [
              {
                id: event.data.commentId,
                jobId,
                userId: event.data.userId,
                text: event.data.text,
                createdAt: event.timestamp,
              },
            ]
          : [],
      );
      if (said.length > 0) setLater((all) => [...all, ...said]);
    },
  });
  return later;
}

/** Each once, in the order of their ids, which is that of their times. */
export function merged(...lists: readonly (readonly Comment[])[]): Comment[] {
  const all = new Map(lists.flat().map((comment) => [comment.id, comment]));
  return [...all.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}
