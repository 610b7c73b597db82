/** A time in ms since the epoch, and the value then. */
export type Point = readonly [time: number, value: number];

export interface Line {
  name: string;
  /** By time. */
  points: readonly Point[];
}

/** How times and values become percents of the plot. */
export interface Scale {
  from: number;
  to: number;
  top: number;
  x(time: number): number;
  y(value: number): number;
}

/** Null when there is no point at all. The foot is 0, so that heights may be compared. */
export function scaleOf(lines: readonly Line[]): Scale | null {
  let [from, to, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const { points } of lines)
    for (const [time, value] of points) {
      from = Math.min(from, time);
      to = Math.max(to, time);
      highest = Math.max(highest, value);
    }
  if (from > to) return null;
  const top = roundUp(highest);
  const span = to - from;
  // The newest is at the right, also when it is the only one.
  return {
    from,
    to,
    top,
    x: (time) => (span === 0 ? 100 : ((time - from) / span) * 100),
    y: (value) => 100 - (value / top) * 100,
  };
}

/** The next of 1, 2, 5, 10, 20 … */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}

export function pathOf(points: readonly Point[], scale: Scale): string {
  return points
    .map(([time, value], place) => `${place ? "L" : "M"}${scale.x(time).toFixed(2)} ${scale.y(value).toFixed(2)}`)
    .join("");
}

/** The place of the point that is nearest to a time; -1 when there is none. */
export function nearest(points: readonly Point[], time: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  points.forEach(([at], place) => {
    const away = Math.abs(at - time);
    if (away < least) [best, least] = [place, away];
  });
  return best;
}
