import type { FocusEvent } from "react";
import { addressField, PlanControl, PlanFields, toAddress } from "../jobs/plan/index.js";
import { DraftField } from "./DraftField.js";
import type { DraftState, DraftStore } from "./draftStore.js";
import type { Editor } from "./editors/cursors.js";
import { shown } from "./merging.js";

export interface DraftFormProps {
  state: Pick<DraftState, "merging" | "errors">;
  store: DraftStore;
  editors: readonly Editor[];
  /** A field, or none, has the focus now. */
  onEnter: (field: string | null) => void;
}

/** All fields of a draft, each saved when it is left, or when nothing more is typed. */
export function DraftForm({ state: { merging, errors }, store, editors, onEnter }: DraftFormProps) {
  const plan = shown(merging);
  const change = (field: string, value: unknown) => store.edit(field, value);
  const around: Parameters<typeof PlanFields>[0]["around"] = (field, control) => (
    <div
      onFocus={() => onEnter(field.name)}
      onBlur={(event: FocusEvent) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        onEnter(null);
        if (field.kind === "url" && typeof plan.url === "string") change("url", toAddress(plan.url));
        void store.save();
      }}
    >
      <DraftField
        field={field}
        editors={editors}
        conflict={merging.conflicts[field.name]}
        onChoose={(whose) => store.choose(field.name, whose)}
      >
        {control}
      </DraftField>
    </div>
  );
  return (
    <div className="stack">
      {around(addressField, (note) => (
        <PlanControl
          field={addressField}
          value={plan.url}
          error={errors.url}
          note={note}
          onChange={(value) => change("url", value)}
        />
      ))}
      <PlanFields plan={plan} errors={errors} onChange={change} around={around} />
    </div>
  );
}
