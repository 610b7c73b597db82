import { useState } from "react";
import type { Line } from "../../ui/index.js";

type Points = Line["points"];
const most = 240;

/** The values that were seen since the page was opened, the newest of them: 20 minutes at one every 5 s. */
export function useHistory(value: number | undefined, at: number): Points {
  const [points, setPoints] = useState<Points>([]);
  const last = points.at(-1);
  if (value === undefined || last?.[0] === at) return points;
  const next = [...points, [at, value] as const].slice(-most);
  setPoints(next);
  return next;
}
