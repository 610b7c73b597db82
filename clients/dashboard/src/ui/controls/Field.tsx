import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from "react";
import "./field.css";

/** What ties a control to its label, hint and error. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Read out only: what stands around says it to those who see. */
  labelHidden?: boolean | undefined;
  hint?: ReactNode;
  /** What is wrong with it; a problem's `errors` has several for a field. */
  error?: ReactNode | readonly string[];
}

/** A label above a control of any kind, with a hint or what is wrong with it below. */
export function Field({
  label,
  labelHidden,
  hint,
  error,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const wrong = Array.isArray(error) ? error.join(" ") : error;
  const below = wrong ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label className={labelHidden ? "heard" : "field-label"} htmlFor={id}>
        {label}
      </label>
      {children({ id, "aria-describedby": below, "aria-invalid": wrong ? true : undefined })}
      {wrong ? (
        <p className="field-error" id={`${id}-error`} role="alert">
          {wrong}
        </p>
      ) : hint ? (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export function TextField({ label, labelHidden, hint, error, ...input }: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field {...{ label, labelHidden, hint, error }}>
      {(control) => <input className="field-control" {...input} {...control} />}
    </Field>
  );
}

export function TextArea({ label, labelHidden, hint, error, ...area }: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field {...{ label, labelHidden, hint, error }}>
      {(control) => <textarea className="field-control" rows={3} {...area} {...control} />}
    </Field>
  );
}

export interface SelectProps extends FieldProps, SelectHTMLAttributes<HTMLSelectElement> {
  /** The value and what is shown for it. */
  options: readonly (readonly [value: string, name: string])[];
}

export function Select({ label, labelHidden, hint, error, options, ...select }: SelectProps) {
  return (
    <Field {...{ label, labelHidden, hint, error }}>
      {(control) => (
        <select className="field-control" {...select} {...control}>
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
