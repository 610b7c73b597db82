import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Source } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Button, ConfirmDialog, ErrorBox, formatOf } from "../../ui/index.js";
import { sourcesKey } from "../queries.js";

/** Crawl it again now; delete it. */
export function SourceActions({ source }: { source: Source }) {
  const { rest } = useTrawl();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const path = { id: source.id };
  const refresh = useMutation({
    mutationFn: () => rest.post("/api/sources/{id}/refresh", { path, body: {} }),
    onSuccess: (job) => go(`/jobs/${job.id}`),
  });
  const remove = useMutation({
    mutationFn: () => rest.delete("/api/sources/{id}", { path }),
    onSuccess: async () => {
      go("/sources");
      queries.removeQueries({ queryKey: [...sourcesKey, source.id] });
      await queries.invalidateQueries({ queryKey: [...sourcesKey, "list"] });
    },
  });
  return (
    <>
      <ErrorBox error={refresh.error} />
      <Button kind="primary" busy={refresh.isPending} onClick={() => refresh.mutate()}>
        Refresh now
      </Button>
      <Button onClick={() => setAsked(true)}>Delete…</Button>
      <ConfirmDialog
        open={asked}
        title="Delete this source?"
        action="Delete source"
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
      >
        <p>
          {formatOf(source.documents, "page")} of {source.title ?? source.url} will be gone, from the search as well.
        </p>
      </ConfirmDialog>
    </>
  );
}
