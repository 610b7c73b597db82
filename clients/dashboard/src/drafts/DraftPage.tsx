import { useState } from "react";
import { Link, useLocation } from "wouter";
import { Button, Card, EmptyState, ErrorBox, PageTitle, Skeleton, Time } from "../ui/index.js";
import { DeleteDraft } from "./DeleteDraft.js";
import { DraftForm } from "./DraftForm.js";
import type { DraftState } from "./draftStore.js";
import { Editors } from "./editors/Editors.js";
import { useEditors } from "./editors/useEditors.js";
import { useDraft } from "./useDraft.js";
import "./draft-page.css";

/** A crawl planned by several people at once. */
export default function DraftPage({ id }: { id: string }) {
  const { store, ...state } = useDraft(id);
  const { draft, error, jobId, isDeleted } = state;
  const { editors, enter } = useEditors(draft);
  const [, go] = useLocation();
  const [isSubmitting, setSubmitting] = useState(false);
  if (isDeleted || error?.status === 404) return <NoSuchDraft isDeleted={isDeleted} />;
  if (!draft) return error ? <ErrorBox error={error} retry={() => void store.load()} /> : <Skeleton lines={6} />;
  const submit = async () => {
    setSubmitting(true);
    const made = await store.submit();
    setSubmitting(false);
    if (made) go(`/jobs/${made}`);
  };
  return (
    <div className="stack">
      <PageTitle title="Plan a crawl" actions={!jobId && <DeleteDraft id={id} />}>
        <p className="draft-head">
          <span>
            Begun by {draft.userId}, <Time at={draft.createdAt} />. Whoever has this address and may see it can change it.
          </span>
          <Editors editors={editors} />
        </p>
      </PageTitle>
      {jobId ? (
        <EmptyState title="It has become a job.">
          <Link href={`/jobs/${jobId}`}>Go to the job</Link>
        </EmptyState>
      ) : (
        <Card>
          <DraftForm state={state} store={store} editors={editors} onEnter={enter} />
          <ErrorBox error={error} retry={() => void store.load()} />
          <div className="draft-end">
            <p className="soft small" role="status">
              {savedWords(state)}
            </p>
            <Button kind="primary" busy={isSubmitting} onClick={() => void submit()}>
              Crawl
            </Button>
          </div>
        </Card>
      )}
    </div>
  );
}

function savedWords({ isSaving, merging, errors }: DraftState): string {
  if (Object.keys(merging.conflicts).length > 0) return "Choose where you and others differ.";
  if (Object.keys(errors).length > 0) return "Not all of it is right yet.";
  return isSaving || Object.keys(merging.mine).length > 0 ? "Saving" : "Saved";
}

function NoSuchDraft({ isDeleted }: { isDeleted: boolean }) {
  return (
    <>
      <PageTitle title={isDeleted ? "This draft was deleted" : "There is no such draft"} />
      <EmptyState title={isDeleted ? "Somebody has deleted it." : "It may have been deleted, or be another user's."}>
        <Link href="/">All jobs</Link>
      </EmptyState>
    </>
  );
}
