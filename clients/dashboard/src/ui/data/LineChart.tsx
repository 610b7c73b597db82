import { type PointerEvent, useId, useState } from "react";
import { formatClock, formatMoment, formatRate } from "./formats.js";
import { type Line, nearest, pathOf, scaleOf } from "./line-chart.js";
import "./line-chart.css";

export type { Line } from "./line-chart.js";

export interface LineChartProps {
  /** What is shown: `Pages per second`. */
  label: string;
  /** Up to four, drawn over the same times; the first one's points are those a reader steps through. */
  lines: readonly Line[];
  /** Of a value, as it is read out: `pages/s`. */
  unit?: string;
  format?: (value: number) => string;
}

/** Values over time. By pointer or arrow keys one point is read; it is read out too. */
export function LineChart({ label, lines, unit = "", format = formatRate }: LineChartProps) {
  const id = useId();
  const [index, setIndex] = useState<number | null>(null);
  const points = lines[0]?.points ?? [];
  const scale = scaleOf(lines);
  const last = points.length - 1;
  const at = points[Math.min(index ?? last, last)];
  if (!at || !scale) return <p className="soft small">{label}: nothing to show yet.</p>;
  const words = `${lines.map((line) => sayAt(line, at[0], format, unit, lines.length > 1)).join(", ")}`;
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setIndex(nearest(points, scale.from + ((event.clientX - left) / width) * (scale.to - scale.from)));
  };
  return (
    <figure className="line-chart">
      <figcaption className="line-chart-head">
        <span id={id}>{label}</span>
        <span className="line-chart-value">{words}</span>
      </figcaption>
      <div className="line-chart-plot" onPointerMove={point} onPointerLeave={() => setIndex(null)}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {lines.map((line, place) => (
            <path key={line.name} className={`line-chart-line line-chart-line-${place}`} d={pathOf(line.points, scale)} />
          ))}
        </svg>
        <span className="line-chart-top">{format(scale.top)}</span>
        <span className="line-chart-mark" style={{ left: `${scale.x(at[0])}%`, top: `${scale.y(at[1])}%` }} />
        <input
          type="range"
          min={0}
          max={last}
          value={Math.min(index ?? last, last)}
          aria-labelledby={id}
          aria-valuetext={`${formatMoment(at[0])}: ${words}`}
          onChange={(event) => setIndex(Number(event.target.value))}
          onBlur={() => setIndex(null)}
        />
      </div>
      <div className="line-chart-times">
        <span>{scale.from < scale.to && formatClock(scale.from)}</span>
        <span>{formatClock(scale.to)}</span>
      </div>
    </figure>
  );
}

function sayAt(line: Line, time: number, format: (value: number) => string, unit: string, named: boolean): string {
  const point = line.points[nearest(line.points, time)];
  const value = point ? `${format(point[1])} ${unit}`.trim() : "nothing";
  return named ? `${line.name} ${value}` : value;
}
