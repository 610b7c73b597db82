import { useMutation } from "@tanstack/react-query";
import { useTrawl } from "@trawl/client/react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Button, ConfirmDialog } from "../ui/index.js";

export function DeleteDraft({ id }: { id: string }) {
  const { rest } = useTrawl();
  const [, go] = useLocation();
  const [isAsked, ask] = useState(false);
  const remove = useMutation({
    mutationFn: () => rest.delete("/api/drafts/{id}", { path: { id } }),
    onSuccess: () => go("/", { replace: true }),
  });
  return (
    <>
      <Button small onClick={() => ask(true)}>
        Delete draft
      </Button>
      <ConfirmDialog
        open={isAsked}
        title="Delete this draft?"
        action="Delete draft"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => ask(false)}
      >
        <p>It is gone for everybody who plans with you.</p>
      </ConfirmDialog>
    </>
  );
}
