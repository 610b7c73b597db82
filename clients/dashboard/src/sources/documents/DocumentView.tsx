import { Button, Card, ErrorBox, formatOf, Skeleton, Time } from "../../ui/index.js";
import { useDocument } from "../queries.js";

/** A stored page as the text that is searched: Markdown as it is, never made into HTML. */
export function DocumentView({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: document, error, isPending, refetch } = useDocument(id);
  return (
    <Card title={document?.title ?? document?.url ?? "Page"} actions={<Button onClick={onClose}>All pages</Button>}>
      <ErrorBox error={error} retry={() => refetch()} />
      {isPending && <Skeleton lines={12} />}
      {document && (
        <>
          <p className="soft small sources-facts">
            <a href={document.url} rel="noreferrer noopener">
              {document.url}
            </a>
            <span>{formatOf(document.chunks, "passage")}</span>
            {document.language && <span lang="en">Language: {document.language}</span>}
            <span>
              Fetched <Time at={document.fetchedAt} />
            </span>
          </p>
          <pre className="sources-text" lang={document.language ?? undefined}>
            {document.markdown}
          </pre>
        </>
      )}
    </Card>
  );
}
