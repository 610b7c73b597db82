import type { TrawlEvent } from "@trawl/client";
import { memo, useMemo, useState } from "react";
import { Button, Card, formatClock, formatRate } from "../../ui/index.js";
import { type FeedRow, rowsOf } from "./rows.js";
import "./feed.css";

/** How many lines are drawn: more than fit on a screen, few enough to be drawn at once. */
const mostRows = 150;

export interface FeedProps {
  feed: readonly TrawlEvent[];
  isEnded: boolean;
  ratePerSecond: number | null;
}

/** What happens, newest on top. It can be stopped to be read. */
export const Feed = memo(function Feed({ feed, isEnded, ratePerSecond }: FeedProps) {
  const [stopped, stop] = useState<readonly TrawlEvent[] | null>(null);
  const shown = stopped ?? feed;
  const rows = useMemo(() => rowsOf(shown, mostRows), [shown]);
  return (
    <Card
      title="Live feed"
      actions={
        <>
          {ratePerSecond !== null && !isEnded && <span className="soft small">{formatRate(ratePerSecond)}/s</span>}
          {(!isEnded || stopped) && (
            <Button small aria-pressed={stopped !== null} onClick={() => stop(stopped ? null : feed)}>
              {stopped ? "Go on" : "Hold"}
            </Button>
          )}
        </>
      }
    >
      <div className="feed" role="log" aria-live="off" aria-label="Live feed" tabIndex={0}>
        {rows.length === 0 && <p className="soft small">{isEnded ? "It has ended." : "Nothing yet."}</p>}
        <Rows rows={rows} />
      </div>
    </Card>
  );
});

/** Lines are places on the screen: words move through them, and nothing is made or thrown away. */
const Rows = memo(function Rows({ rows }: { rows: readonly FeedRow[] }) {
  return rows.map((row, place) => <Row key={place} row={row} />);
});

function Row({ row: { tone, label, text, detail, at } }: { row: FeedRow }) {
  return (
    <div className={`feed-row feed-${tone}`}>
      <time className="feed-time" dateTime={at}>
        {formatClock(at)}
      </time>
      <span className="feed-label">{label}</span>
      <span className="feed-text" title={text}>
        {text}
      </span>
      <span className="feed-detail" title={detail}>
        {detail}
      </span>
    </div>
  );
}
