import { TrawlError } from "@trawl/client";
import { Button } from "../controls/Button.js";
import "./feedback.css";

/** What is wrong, in a sentence: of an error, or of what a hook says in its place. */
export function messageOf(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}

/** What a refused form says of one of its fields; undefined when it is not to blame. */
export function fieldErrors(error: unknown, field: string): readonly string[] | undefined {
  return error instanceof TrawlError ? error.problem?.errors?.[field] : undefined;
}

/** What went wrong, and a way to try again. Nothing when nothing did. */
export function ErrorBox({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error === null || error === undefined) return null;
  return (
    <div className="error-box" role="alert">
      <p>{messageOf(error)}</p>
      {retry && (
        <Button small onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
