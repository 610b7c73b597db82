import type { ReactNode } from "react";
import { Link } from "wouter";
import { Card, ErrorBox, formatOf, Skeleton, Time } from "../ui/index.js";
import { useDocument } from "./queries.js";
import "./document.css";

/** A stored page as the text that is searched: Markdown as it is, never made into HTML. */
export function DocumentView({ id, actions }: { id: string; actions: ReactNode }) {
  const { data: document, error, isPending, refetch } = useDocument(id);
  return (
    <Card title={document?.title ?? document?.url ?? "Page"} actions={actions}>
      <ErrorBox error={error} retry={() => refetch()} />
      {isPending && <Skeleton lines={12} />}
      {document && (
        <>
          <p className="soft small document-facts">
            <a href={document.url} rel="noreferrer noopener">
              {document.url}
            </a>
            <Link href={`/sources/${document.sourceId}`}>Its source</Link>
            <span>{formatOf(document.chunks, "passage")}</span>
            {document.language && <span>Language: {document.language}</span>}
            <span>
              Fetched <Time at={document.fetchedAt} />
            </span>
          </p>
          <pre className="document-text" lang={document.language ?? undefined}>
            {document.markdown}
          </pre>
        </>
      )}
    </Card>
  );
}
