import { useEffect, useRef, useState } from "react";

/** A value as it was at most so many milliseconds ago: drawing faster than anybody reads only warms the machine. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, show] = useState(value);
  const newest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    newest.current = value;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      show(newest.current);
    }, everyMs);
  }, [value, everyMs]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return shown;
}
