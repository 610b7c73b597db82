import type { ReactNode } from "react";
import "./table.css";

export interface TableProps {
  /** What it lists, for those who do not see it. */
  label: string;
  /** The heads of its columns; a number's column begins with `#`. */
  columns: readonly string[];
  /** Its rows: `<tr>`s. */
  children: ReactNode;
  /** Its height at most, as CSS has it: then the head stays while the rows scroll. */
  maxHeight?: string;
  /** On a phone each row becomes a card; its cells say their column by `data-label`, the first is its head. */
  stacked?: boolean;
}

/** A table that scrolls in itself where it is too wide or too long. */
export function Table({ label, columns, children, maxHeight, stacked }: TableProps) {
  return (
    // Focusable: what scrolls must be reached by the keyboard.
    <div
      className={`table ${stacked ? "table-stacked" : ""}`}
      role="group"
      aria-label={label}
      tabIndex={0}
      style={maxHeight ? { maxHeight } : undefined}
    >
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className={name.startsWith("#") ? "table-number" : undefined}>
                {name.replace("#", "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
