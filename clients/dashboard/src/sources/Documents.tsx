import { useState } from "react";
import { useSearchParams } from "wouter";
import { DocumentView } from "../documents/DocumentView.js";
import { Button, Card, EmptyState, ErrorBox, formatCount, Skeleton, Table, Time } from "../ui/index.js";
import { useDocuments } from "./queries.js";

const columns = ["Page", "# Passages", "Fetched"];

/** The stored pages of a source; one of them is shown when the address names it (`?document=`). */
export function Documents({ sourceId }: { sourceId: string }) {
  const [params, setParams] = useSearchParams();
  const [opened] = useState(() => params.has("document"));
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDocuments(sourceId);
  const documents = data?.pages.flatMap((page) => page.items) ?? [];
  const shown = params.get("document");
  // Who came here by a link has no list to go back to: it takes the place of the document.
  const close = () => setParams({}, { replace: opened });
  if (shown) return <DocumentView key={shown} id={shown} actions={<Button onClick={close}>All pages</Button>} />;
  return (
    <Card title="Pages">
      <ErrorBox error={error} retry={() => refetch()} />
      {isPending && <Skeleton lines={8} />}
      {data && documents.length === 0 && <EmptyState title="No page is stored yet" />}
      {documents.length > 0 && (
        <Table label="Pages" columns={columns} stacked>
          {documents.map((document) => (
            <tr key={document.id}>
              <td className="table-wide">
                <button type="button" className="sources-open" onClick={() => setParams({ document: document.id })}>
                  {document.title ?? document.url}
                </button>
                <span className="sources-url">{document.url}</span>
              </td>
              <td className="table-number" data-label="Passages">
                {formatCount(document.chunks)}
              </td>
              <td data-label="Fetched">
                <Time at={document.fetchedAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          More pages
        </Button>
      )}
    </Card>
  );
}
