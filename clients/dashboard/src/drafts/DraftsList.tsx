import { useQuery } from "@tanstack/react-query";
import type { Draft } from "@trawl/client";
import { useChannel, useRealtime, useTrawl } from "@trawl/client/react";
import { Link } from "wouter";
import { placeOf } from "../jobs/words/names.js";
import { Card, Time } from "../ui/index.js";
import "./drafts-list.css";

/** Plans that are not jobs yet. Nothing when there are none. */
export function DraftsList() {
  const { rest } = useTrawl();
  const { userId } = useRealtime();
  const drafts = useQuery({
    queryKey: ["drafts"],
    queryFn: ({ signal }) => rest.get("/api/drafts", { query: { limit: 20 }, signal }),
  });
  useChannel(userId === null ? null : `user:${userId}`, {
    events: (events) => {
      if (events.some(({ type }) => type === "draft_updated")) void drafts.refetch();
    },
  });
  const open = drafts.data?.items.filter(({ jobId }) => jobId === null) ?? [];
  if (open.length === 0) return null;
  return (
    <Card title="Drafts">
      <ul className="drafts">
        {open.map((draft) => (
          <li key={draft.id}>
            <Link href={`/drafts/${draft.id}`}>{nameOf(draft)}</Link>{" "}
            <span className="soft small">
              changed by {draft.updatedBy}, <Time at={draft.updatedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function nameOf({ plan }: Draft): string {
  const { title, url } = plan as { title?: string; url?: string };
  return title ?? (url ? placeOf(url) : "Without an address yet");
}
