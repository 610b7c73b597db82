import { TrawlError } from "@trawl/client";
import { Link } from "wouter";
import { EmptyState, ErrorBox, formatOf, PageTitle, Skeleton, Time } from "../ui/index.js";
import { Documents } from "./Documents.js";
import { useSource } from "./queries.js";
import { Runs } from "./runs/Runs.js";
import { SourceActions } from "./runs/SourceActions.js";
import { SourceForm } from "./schedule/SourceForm.js";
import "./sources.css";

export default function SourcePage({ id }: { id: string }) {
  const { data: source, error, isPending, refetch } = useSource(id);
  if (isPending) return <Skeleton lines={6} />;
  if (error instanceof TrawlError && error.status === 404)
    return (
      <>
        <PageTitle title="No such source" />
        <EmptyState title="It was deleted, or it is somebody else's.">
          <Link href="/sources">All sources</Link>
        </EmptyState>
      </>
    );
  if (!source)
    return (
      <>
        <PageTitle title="Source" />
        <ErrorBox error={error} retry={() => refetch()} />
      </>
    );
  return (
    <>
      <PageTitle title={source.title ?? source.url} actions={<SourceActions source={source} />}>
        <p className="soft small sources-facts">
          <a href={source.url} rel="noreferrer noopener">
            {source.url}
          </a>
          <span>{formatOf(source.documents, "page")}</span>
          <span>{formatOf(source.chunks, "passage")}</span>
          <span>{source.lastCrawledAt ? <>Crawled {<Time at={source.lastCrawledAt} />}</> : "Never crawled to the end"}</span>
        </p>
      </PageTitle>
      <div className="sources-columns">
        <Documents sourceId={id} />
        <div className="stack">
          <SourceForm source={source} />
          <Runs sourceId={id} />
        </div>
      </div>
    </>
  );
}
