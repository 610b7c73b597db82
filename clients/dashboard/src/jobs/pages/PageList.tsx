import { useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "@trawl/client";
import { useTrawl } from "@trawl/client/react";
import { memo, useState } from "react";
import { Button, Card, EmptyState, ErrorBox, Select, Skeleton, Table } from "../../ui/index.js";
import { PageRow } from "./PageRow.js";
import "./page-list.css";

type PageStatus = Page["status"];

const filters: readonly (readonly [PageStatus | "", string])[] = [
  ["", "All pages"],
  ["completed", "Completed"],
  ["failed", "Failed"],
  ["skipped", "Skipped"],
  ["pending", "Pending"],
  ["processing", "In work"],
];

const columns = ["Page", "Status", "#HTTP", "Why", "#Depth", "#Took"] as const;

/** What became of each address of a job. */
export const PageList = memo(function PageList({ jobId, isEnded }: { jobId: string; isEnded: boolean }) {
  const [status, setStatus] = useState<PageStatus | "">("");
  const pages = usePages(jobId, status, isEnded);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card
      title="Pages"
      actions={
        <div className="page-list-filter">
          <Select
            label="Show pages"
            labelHidden
            options={filters}
            value={status}
            onChange={(event) => setStatus(event.target.value as PageStatus | "")}
          />
        </div>
      }
    >
      <ErrorBox error={pages.error} retry={() => void pages.refetch()} />
      {pages.isPending && !pages.error && <Skeleton />}
      {pages.data && items.length === 0 && <EmptyState title={status ? "There are none of these." : "No page is known yet."} />}
      {items.length > 0 && (
        <Table label="Pages" columns={columns} maxHeight="28rem" stacked>
          {items.map((page) => (
            <PageRow key={page.url} page={page} />
          ))}
        </Table>
      )}
      {pages.hasNextPage && (
        <div>
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            More pages
          </Button>
        </div>
      )}
    </Card>
  );
});

function usePages(jobId: string, status: PageStatus | "", isEnded: boolean) {
  const { rest } = useTrawl();
  return useInfiniteQuery({
    // Read once more when the job has ended, and not again after that.
    queryKey: ["job", jobId, "pages", status, isEnded],
    queryFn: ({ pageParam, signal }) =>
      rest.get("/api/jobs/{id}/pages", {
        path: { id: jobId },
        query: { ...(status && { status: [status] }), ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: (before, query) => (query?.queryKey[3] === status ? before : undefined),
    // All that is shown is read anew each time: not when somebody has gone far down.
    refetchInterval: ({ state }) => (!isEnded && (state.data?.pages.length ?? 0) <= 2 ? 3000 : false),
  });
}
