import type { ReactNode } from "react";
import { type FieldForm, toText } from "../jobs/plan/index.js";
import { Badge, Button } from "../ui/index.js";
import type { Editor } from "./editors/cursors.js";
import type { Conflict } from "./merging.js";

export interface DraftFieldProps {
  field: FieldForm;
  editors: readonly Editor[];
  conflict: Conflict | undefined;
  onChoose: (whose: "mine" | "theirs") => void;
  /** Gets what is to stand behind the label. */
  children: (note?: ReactNode) => ReactNode;
}

/** A field of a draft: who else is in it, and what they have made of it when I have as well. */
export function DraftField({ field, editors, conflict, onChoose, children }: DraftFieldProps) {
  const here = editors.filter((editor) => editor.field === field.name);
  const note = here.map(({ window, userId }) => (
    <Badge key={window} tone="accent">
      {userId}
    </Badge>
  ));
  return (
    <>
      {children(note.length > 0 ? note : undefined)}
      {conflict && (
        <div className="draft-conflict" role="alert">
          <p>
            {conflict.by || "Somebody else"} has made it <strong>{toText(field, conflict.theirs) || "empty"}</strong>. Yours is
            not saved.
          </p>
          <div className="row">
            <Button small onClick={() => onChoose("mine")}>
              Keep mine
            </Button>
            <Button small onClick={() => onChoose("theirs")}>
              Take theirs
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
