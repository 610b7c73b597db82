import type { Source } from "@trawl/client";
import { Link } from "wouter";
import { Button, Card, EmptyState, ErrorBox, formatCount, PageTitle, Skeleton, Table, Time } from "../ui/index.js";
import { type Changes, sayChanges } from "./changes.js";
import { useLatestChanges, useSources } from "./queries.js";
import { sayRhythm } from "./schedule/words.js";
import "./sources.css";

const columns = ["Source", "# Pages", "Last crawled", "Schedule", "Next run", "Last changes"];

export default function SourcesPage() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSources();
  const { data: changes } = useLatestChanges();
  const sources = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageTitle title="Sources" />
      <Card>
        <ErrorBox error={error} retry={() => refetch()} />
        {isPending && <Skeleton lines={5} />}
        {data && sources.length === 0 && (
          <EmptyState title="No sources yet">
            <p>
              A crawl makes one. <Link href="/">Crawl a site</Link>
            </p>
          </EmptyState>
        )}
        {sources.length > 0 && (
          <Table label="Sources" columns={columns} stacked>
            {sources.map((source) => (
              <SourceRow key={source.id} source={source} changes={changes?.get(source.id)} />
            ))}
          </Table>
        )}
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
            More sources
          </Button>
        )}
      </Card>
    </>
  );
}

function SourceRow({ source, changes }: { source: Source; changes: Changes | undefined }) {
  return (
    <tr>
      <td className="table-wide">
        <Link href={`/sources/${source.id}`} className="sources-title">
          {source.title ?? source.url}
        </Link>
        {source.title && <span className="sources-url">{source.url}</span>}
      </td>
      <td className="table-number" data-label="Pages">
        {formatCount(source.documents)}
      </td>
      <td data-label="Last crawled">{source.lastCrawledAt ? <Time at={source.lastCrawledAt} /> : "not yet"}</td>
      <td data-label="Schedule">{sayRhythm(source.schedule)}</td>
      <td data-label="Next run">{source.nextRunAt ? <Time at={source.nextRunAt} /> : "–"}</td>
      <td data-label="Last changes">{changes ? sayChanges(changes) : "–"}</td>
    </tr>
  );
}
