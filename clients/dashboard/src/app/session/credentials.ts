import type { Credentials } from "@trawl/client";

/** What a user can show: a bearer token (`jwt`), or a key (`apiKey`). */
export interface Shown {
  kind: "token" | "apiKey";
  value: string;
}

const place = "credentials";

/** Who calls: as what was shown says or, where nothing was, by a name, which a server in development believes. */
export function credentialsOf(shown: Shown | null): Credentials {
  if (shown) return { [shown.kind]: shown.value };
  return { userId: userName(), ...(kept("role") === "admin" ? { role: "admin" } : {}) };
}

/** As this tab was left. */
export const readCredentials = (): Credentials => credentialsOf(readShown());

/** Kept as long as the tab: a token does not outlive what it was given to. */
export function keepShown(shown: Shown | null): void {
  keep(place, shown && JSON.stringify(shown));
}

/** For this tab alone, so that two tabs can be two users. */
export function keepName(name: string, isAdmin: boolean): void {
  keep("userId", name);
  keep("role", isAdmin ? "admin" : null);
}

function readShown(): Shown | null {
  try {
    return JSON.parse(kept(place) ?? "null") as Shown | null;
  } catch {
    return null;
  }
}

// Else whom the server takes callers without a name for: what is submitted by curl is seen here, without a choice of names first.
const userName = (): string => kept("userId") ?? kept("userId", () => localStorage) ?? "anonymous";

function kept(name: string, storage = () => sessionStorage): string | null {
  try {
    return storage().getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}
