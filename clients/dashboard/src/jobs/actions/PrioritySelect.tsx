import type { JobPriority } from "@trawl/client";

const names: Record<JobPriority, string> = { low: "Low priority", normal: "Normal priority", high: "High priority" };

export interface PrioritySelectProps {
  value: JobPriority;
  onChange: (priority: JobPriority) => void;
}

/** Small enough to stand among buttons: its name is read out only. */
export function PrioritySelect({ value, onChange }: PrioritySelectProps) {
  return (
    <select
      className="button button-plain button-small"
      aria-label="Priority"
      value={value}
      onChange={(event) => onChange(event.target.value as JobPriority)}
    >
      {Object.entries(names).map(([priority, name]) => (
        <option key={priority} value={priority}>
          {name}
        </option>
      ))}
    </select>
  );
}
