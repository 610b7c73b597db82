import { useSyncExternalStore } from "react";

/** What a user has seen of notices and sent away: kept by the browser, for all its tabs and beyond a reload. */
export interface Seen {
  /** By channel the last `seq` that was read: whoever sees the list sees all of it. */
  readonly read: Readonly<Record<string, number>>;
  /** Ids of those sent away. */
  readonly gone: readonly string[];
}

const nothing: Seen = { read: {}, gone: [] };
/** More than a list ever holds. */
const mostGone = 200;

const known = new Map<string, { text: string | null; seen: Seen }>();
const listeners = new Set<() => void>();
const placeOf = (userId: string) => `notices:${userId}`;

/** What this browser knows of a user; nothing of one that is not known yet. */
export function useSeen(userId: string | null): Seen {
  return useSyncExternalStore(onChange, () => (userId === null ? nothing : seenBy(userId)));
}

/** The user has looked at these. */
export function markRead(userId: string, told: readonly { channel: string; seq: number }[]): void {
  const seen = seenBy(userId);
  const later = told.filter(({ channel, seq }) => seq > (seen.read[channel] ?? 0));
  if (later.length === 0) return;
  const read = { ...seen.read };
  for (const { channel, seq } of later) read[channel] = Math.max(seq, read[channel] ?? 0);
  keep(userId, { ...seen, read });
}

/** The user wants these no more. */
export function sendAway(userId: string, ids: readonly string[]): void {
  const { read, gone } = seenBy(userId);
  keep(userId, { read, gone: [...gone.filter((id) => !ids.includes(id)), ...ids].slice(-mostGone) });
}

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener); // another tab
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

function keep(userId: string, seen: Seen): void {
  const text = JSON.stringify(seen);
  try {
    localStorage.setItem(placeOf(userId), text);
    known.set(userId, { text, seen });
  } catch {
    // A browser that keeps nothing: it holds for this page.
    known.set(userId, { text: kept(userId), seen });
  }
  for (const listener of [...listeners]) listener();
}

function seenBy(userId: string): Seen {
  const before = known.get(userId);
  const text = kept(userId);
  if (before?.text === text) return before.seen;
  const seen = parsed(text);
  known.set(userId, { text, seen });
  return seen;
}

function kept(userId: string): string | null {
  try {
    return localStorage.getItem(placeOf(userId));
  } catch {
    return null;
  }
}

function parsed(text: string | null): Seen {
  try {
    return { ...nothing, ...(JSON.parse(text ?? "{}") as Partial<Seen>) };
  } catch {
    return nothing;
  }
}
