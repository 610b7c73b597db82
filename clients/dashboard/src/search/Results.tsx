import type { SearchItem } from "@trawl/client";
import { Link } from "wouter";
import { Card, EmptyState, ErrorBox, formatOf, Skeleton } from "../ui/index.js";
import { Highlights } from "./highlights/Highlights.js";
import { type Asked, paramsOf, useSearch } from "./query.js";

/** What was found, best first. */
export function Results({ asked }: { asked: Asked }) {
  const { data, error, isLoading, isPlaceholderData, refetch } = useSearch(asked);
  if (asked.q.trim() === "")
    return <EmptyState title="Ask for something">The pages of your sources are searched while you type.</EmptyState>;
  if (error) return <ErrorBox error={error} retry={() => refetch()} />;
  if (isLoading) return <Skeleton lines={6} />;
  if (!data) return null;
  return (
    <div className={`stack ${isPlaceholderData ? "results-old" : ""}`} aria-busy={isPlaceholderData}>
      <p className="soft small" role="status">
        {isPlaceholderData ? "Searching …" : data.items.length > 0 ? formatOf(data.items.length, "page") : ""}
        {data.mode !== asked.mode && !isPlaceholderData && " by words only: no embedder answers just now"}
      </p>
      {data.items.length === 0 && (
        <EmptyState title="Nothing found">{asked.sourceId ? "Try all sources, or other words." : "Try other words."}</EmptyState>
      )}
      <ol className="results">
        {data.items.map((item) => (
          <Result key={item.documentId} item={item} asked={asked} />
        ))}
      </ol>
    </div>
  );
}

function Result({ item, asked }: { item: SearchItem; asked: Asked }) {
  const address = paramsOf(asked);
  address.set("document", item.documentId);
  return (
    <li>
      <Card>
        <div className="result-head">
          <h2>
            <Link href={`/search?${address}`}>{item.title ?? item.url}</Link>
          </h2>
          <span className="soft small" title="From 0 to 1; compares within one answer only">
            Score {item.score.toFixed(2)}
          </span>
        </div>
        <a className="result-url" href={item.url} rel="noreferrer noopener">
          {item.url}
        </a>
        {item.heading && item.heading !== item.title && <p className="soft small">{item.heading}</p>}
        <Highlights highlights={item.highlights} chunk={item.chunk} />
      </Card>
    </li>
  );
}
