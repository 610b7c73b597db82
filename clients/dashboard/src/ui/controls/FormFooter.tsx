import { ErrorBox } from "../feedback/ErrorBox.js";
import { Button } from "./Button.js";

export interface FormFooterProps {
  /** What the button does: "Save". */
  action: string;
  /** What is said when it was done: "Saved". */
  done: string;
  /** How it stands with what the form sends. */
  sending: { isPending: boolean; isSuccess: boolean; error: unknown };
  /** The form's fields, which say themselves what is wrong with them. */
  fields: readonly string[];
}

/** How a form ends: why it was refused, the button that sends it, that it was taken. */
export function FormFooter({ action, done, sending, fields }: FormFooterProps) {
  return (
    <>
      <ErrorBox error={sending.error} fields={fields} />
      <div className="row">
        <Button type="submit" kind="primary" busy={sending.isPending}>
          {action}
        </Button>
        <span className="soft small" role="status">
          {sending.isSuccess ? done : ""}
        </span>
      </div>
    </>
  );
}
