import type { Source } from "@trawl/client";
import { Link } from "wouter";
import { Button, Card, EmptyState, ErrorBox, formatCount, PageTitle, Skeleton, Table, Time } from "../ui/index.js";
import { lastChanges, sayChanges } from "./changes.js";
import { useRuns, useSources } from "./queries.js";
import { sayRhythm } from "./schedule/words.js";
import "./sources.css";

const columns = ["Source", "# Pages", "Last crawled", "Schedule", "Next run", "Last changes"];

export default function SourcesPage() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSources();
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
              <SourceRow key={source.id} source={source} />
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

function SourceRow({ source }: { source: Source }) {
  const { data: runs } = useRuns(source.id);
  const changes = lastChanges(runs ?? []);
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
      <td data-label="Last crawled">{source.lastCrawledAt ? <Time at={source.lastCrawledAt} /> : "never"}</td>
      <td data-label="Schedule">{sayRhythm(source.schedule)}</td>
      <td data-label="Next run">{source.nextRunAt ? <Time at={source.nextRunAt} /> : "–"}</td>
      <td data-label="Last changes">{changes ? sayChanges(changes) : "–"}</td>
    </tr>
  );
}
