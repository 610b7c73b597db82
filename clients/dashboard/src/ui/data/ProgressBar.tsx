import type { Tone } from "./Badge.js";
import "./progress-bar.css";

export interface ProgressBarProps {
  /** What it is the progress of, for those who do not see it. */
  label: string;
  /** 0 to 100; null while nobody knows. */
  value: number | null;
  tone?: Tone;
}

export function ProgressBar({ label, value, tone = "accent" }: ProgressBarProps) {
  return (
    <div
      className={`progress-bar progress-bar-${tone} ${value === null ? "progress-bar-unknown" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.floor(value)}
    >
      <div style={value === null ? undefined : { transform: `scaleX(${value / 100})` }} />
    </div>
  );
}
