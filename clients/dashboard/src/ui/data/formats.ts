const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const rates = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });
const dates = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

/** `12,345` */
export const formatCount = (count: number): string => numbers.format(count);

/** `1 page`, `12 pages` */
export const formatOf = (count: number, one: string, several = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : several}`;

/** `17.3`: as many digits as say something. */
export const formatRate = (rate: number): string => rates.format(rate);

/** `42%`: 100 only when it is all. */
export const formatPercent = (percent: number): string => `${Math.floor(percent)}%`;

/** `2026-11-21T14:30:00Z` as this browser's clock would have shown it. */
export const formatMoment = (at: string | number): string => dates.format(new Date(at));

/** `14:30:05` */
export const formatClock = (at: string | number): string => clock.format(new Date(at));

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** `850 ms`, `42 s`, `3 min 20 s`, `2 h 5 min`, `4 d`: two units at most. */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  const whole = Math.round(seconds);
  const first = units.findIndex(([, length]) => whole >= length);
  const [unit, length] = units[first] ?? ["s", 1];
  const next = units[first + 1];
  const rest = next ? Math.floor((whole % length) / next[1]) : 0;
  const more = next && rest > 0 ? ` ${rest} ${next[0]}` : "";
  return `${Math.floor(whole / length)} ${unit}${more}`;
}

/** `just now`, `in 5 min`, `3 h ago`: one unit. */
export function formatRelative(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const away = Math.abs(seconds);
  if (away < 5) return "just now";
  const [unit, length] = units.find(([, each]) => away >= each) ?? ["s", 1];
  const much = `${Math.floor(away / length)} ${unit}`;
  return seconds > 0 ? `in ${much}` : `${much} ago`;
}
