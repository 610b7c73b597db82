import { type ReactNode, useState } from "react";
import { isSame } from "../../drafts/merging.js";
import { Select, TextArea, TextField, Toggle } from "../../ui/index.js";
import type { FieldForm } from "./fields.js";
import { ModelsControl } from "./ModelsControl.js";
import { toText, toValue } from "./values.js";

export interface PlanControlProps {
  field: FieldForm;
  value: unknown;
  /** undefined: nothing is said any more. */
  onChange: (value: unknown) => void;
  error?: readonly string[] | undefined;
  /** Behind the label: who else is here. */
  note?: ReactNode;
  required?: boolean;
}

/** A control for one field of a plan. */
export function PlanControl(props: PlanControlProps) {
  const { field, value, onChange, error, note } = props;
  if (field.kind === "models") return <ModelsControl {...props} />;
  if (field.kind === "flag")
    return (
      <div>
        <Toggle
          label={field.label}
          checked={(value ?? field.default) === true}
          onChange={(event) => onChange(event.target.checked === field.default ? undefined : event.target.checked)}
        />
        {note}
        {error && (
          <p className="field-error" role="alert">
            {error.join(" ")}
          </p>
        )}
      </div>
    );
  if (field.kind === "choice")
    return (
      <Select
        label={<Label field={field} note={note} />}
        hint={field.hint}
        error={error}
        options={field.options ?? []}
        value={toText(field, value ?? field.default)}
        onChange={(event) => onChange(event.target.value === field.default ? undefined : event.target.value)}
      />
    );
  return <TypedControl {...props} />;
}

/** Where something is typed: what is being typed stays as it was typed, until the value is another. */
function TypedControl({ field, value, onChange, error, note, required }: PlanControlProps) {
  const [typed, setTyped] = useState(() => toText(field, value));
  const text = isSame(toValue(field, typed), value) ? typed : toText(field, value);
  const shared = {
    label: <Label field={field} note={note} />,
    hint: field.hint,
    error,
    value: text,
    name: field.name,
    required,
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value);
      onChange(toValue(field, event.target.value));
    },
  };
  if (field.kind === "lines") return <TextArea {...shared} spellCheck={false} />;
  if (field.kind === "number")
    return (
      <TextField
        {...shared}
        type="number"
        inputMode="numeric"
        min={field.least}
        step={1}
        placeholder={toText(field, field.default)}
      />
    );
  if (field.kind === "url")
    return (
      <TextField {...shared} inputMode="url" autoCapitalize="off" spellCheck={false} placeholder="https://docs.example.com/" />
    );
  return <TextField {...shared} />;
}

function Label({ field, note }: Pick<PlanControlProps, "field" | "note">) {
  return note ? (
    <>
      {field.label} {note}
    </>
  ) : (
    field.label
  );
}
