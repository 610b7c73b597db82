import { useEffect, useState } from "react";
import type { Notice } from "../notices.js";

const most = 4;
const staysMs = 8000;

/** The newest that are not hidden yet. Some seconds after the last has come all hide, but not while they are held. */
export function useFresh(notices: readonly Notice[], held: boolean): readonly [readonly Notice[], (id: string) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const fresh = notices.filter(({ id }) => !hidden.has(id)).slice(0, most);
  const newest = fresh[0]?.id;
  useEffect(() => {
    if (newest === undefined || held) return;
    const timer = setTimeout(() => setHidden(new Set(notices.map(({ id }) => id))), staysMs);
    return () => clearTimeout(timer);
  }, [newest, notices, held]);
  return [fresh, (id) => setHidden((before) => new Set([...before, id]))];
}
