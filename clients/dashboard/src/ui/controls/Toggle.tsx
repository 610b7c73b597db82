import type { InputHTMLAttributes, ReactNode } from "react";
import "./field.css";

export interface ToggleProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode;
}

/** On or off, at once: a checkbox that looks like what it is. */
export function Toggle({ label, ...input }: ToggleProps) {
  return (
    <label className="toggle">
      <input type="checkbox" role="switch" {...input} />
      <span>{label}</span>
    </label>
  );
}
