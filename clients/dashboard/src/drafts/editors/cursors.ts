import type { EventOf } from "@trawl/client";

/** Another window that has the draft open. */
export interface Editor {
  readonly window: string;
  readonly userId: string;
  /** The field that it is in; null when in none. */
  readonly field: string | null;
  /** When it was heard last, in ms since the epoch. */
  readonly at: number;
}

/** What a window shows the others of itself. */
export interface EditorTarget {
  readonly draftId: string;
  readonly window: string;
  readonly field: string | null;
  readonly isLeaving?: boolean;
}

export const tellEveryMs = 10_000;
/** Who has not been heard for so long is gone: a window that was killed does not say good-bye. */
const goneAfterMs = 25_000;

/** The editors after one has moved; the same list when it was about something else. */
export function moved(editors: readonly Editor[], { data }: EventOf<"cursor">, draftId: string, now: number): readonly Editor[] {
  const target = data.target as Partial<EditorTarget> | null;
  const { window } = target ?? {};
  if (target?.draftId !== draftId || !window) return editors;
  const others = editors.filter((editor) => editor.window !== window && now - editor.at < goneAfterMs);
  return target.isLeaving ? others : [...others, { window, userId: data.userId, field: target.field ?? null, at: now }];
}

export function present(editors: readonly Editor[], now: number): readonly Editor[] {
  return editors.filter(({ at }) => now - at < goneAfterMs);
}
