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

export interface ErrorBoxProps {
  error: unknown;
  retry?: () => void;
  /** Of a form: the fields that say themselves what is wrong with them. */
  fields?: readonly string[];
}

/** What went wrong, and a way to try again. Nothing when nothing did. */
export function ErrorBox({ error, retry, fields = [] }: ErrorBoxProps) {
  if (error === null || error === undefined || fields.some((field) => fieldErrors(error, field))) return null;
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
