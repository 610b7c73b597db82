import { Link } from "wouter";
import { EmptyState, PageTitle } from "../ui/index.js";

export function NotFound() {
  return (
    <>
      <PageTitle title="There is no such page" />
      <EmptyState title="The address may be mistyped, or what was here is gone.">
        <Link href="/">To the jobs</Link>
      </EmptyState>
    </>
  );
}
