import { useEffect, useRef, useState } from "react";
import type { UseWebSocketResult } from "../existing/useWebSocket.js";

interface Shown {
  readonly id: string;
  readonly level: string;
  readonly title: string;
  readonly message: string;
}

type Props = Pick<UseWebSocketResult, "notifications" | "errors"> & { autoClearMs: number };

/** What was told, newest first. What is not an error goes by itself, but not while it is pointed at or has the focus. */
export function NotificationList({ notifications, errors, autoClearMs }: Props) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const all: Shown[] = [
    ...notifications.map(({ id, level, title, message }) => ({ id, level, title, message })),
    ...errors.map(({ id, message }) => ({ id, level: "error", title: "A job failed", message })),
  ];
  const dismiss = (id: string) =>
    setGone((before) => new Set([...before, id].filter((one) => all.some((other) => other.id === one))));
  const shown = all.filter(({ id }) => !gone.has(id)).reverse();
  return (
    <ul className="trawl-panel-notifications" aria-live="polite" aria-label="Notifications">
      {shown.map((one) => (
        <Item key={one.id} shown={one} autoClearMs={one.level === "error" ? 0 : autoClearMs} onGone={() => dismiss(one.id)} />
      ))}
    </ul>
  );
}

function Item({ shown, autoClearMs, onGone }: { shown: Shown; autoClearMs: number; onGone(): void }) {
  const [isHeld, setHeld] = useState(false);
  useClearing(autoClearMs > 0 && !isHeld, autoClearMs, onGone);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <li
      className="trawl-panel-notification"
      data-level={shown.level}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <span className="trawl-panel-words">
        <strong>{shown.title}</strong> {shown.message}
      </span>
      <button type="button" aria-label={`Dismiss: ${shown.title}`} onClick={onGone}>
        ×
      </button>
    </li>
  );
}

function useClearing(isOn: boolean, ms: number, onGone: () => void): void {
  const newest = useRef(onGone);
  useEffect(() => {
    newest.current = onGone;
  });
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => newest.current(), ms);
    return () => clearTimeout(timer);
  }, [isOn, ms]);
}
