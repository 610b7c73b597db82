import type { ReactNode } from "react";
import type { Plan } from "../../drafts/merging.js";
import { type FieldForm, planGroups } from "./fields.js";
import { PlanControl } from "./PlanControl.js";
import "./plan.css";

export interface PlanFieldsProps {
  plan: Plan;
  onChange: (field: string, value: unknown) => void;
  errors: Readonly<Record<string, readonly string[]>>;
  /** What surrounds each control; without it, nothing. */
  around?: (field: FieldForm, control: (note?: ReactNode) => ReactNode) => ReactNode;
}

/** All fields of a plan but the address. */
export function PlanFields({ plan, onChange, errors, around = (_, control) => control() }: PlanFieldsProps) {
  const fieldView = (field: FieldForm) => (
    <div key={field.name}>
      {around(field, (note) => (
        <PlanControl
          field={field}
          value={plan[field.name]}
          error={errors[field.name]}
          note={note}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
    </div>
  );
  return planGroups.map(([name, fields]) => {
    const flags = fields.filter(({ kind }) => kind === "flag");
    return (
      <fieldset key={name} className="plan-group">
        <legend>{name}</legend>
        <div className="plan-fields">{fields.filter(({ kind }) => kind !== "flag").map(fieldView)}</div>
        {flags.length > 0 && <div className="plan-flags">{flags.map(fieldView)}</div>}
      </fieldset>
    );
  });
}
