import type { Credentials } from "@trawl/client";

/** What a user can show: a bearer token (`jwt`), or a key (`apiKey`). */
export interface Shown {
  kind: "token" | "apiKey";
  value: string;
}

const place = "credentials";

/** Who calls: what was shown, and the name by which a server in development knows its user. */
export function credentialsOf(shown: Shown | null): Credentials {
  return { userId: userName(), ...(shown && { [shown.kind]: shown.value }) };
}

/** As this tab was left. */
export const readCredentials = (): Credentials => credentialsOf(readShown());

/** Kept as long as the tab: a token does not outlive what it was given to. */
export function keepShown(shown: Shown | null): void {
  keep(sessionStorage, place, shown && JSON.stringify(shown));
}

/** For this tab alone, so that two tabs can be two users. */
export function keepName(name: string): void {
  keep(sessionStorage, "userId", name);
}

function readShown(): Shown | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null") as Shown | null;
  } catch {
    return null;
  }
}

function userName(): string {
  try {
    const name = sessionStorage.getItem("userId") ?? localStorage.getItem("userId");
    if (name) return name;
    const made = `user_${Date.now()}_${Math.random().toString(36).slice(2, 11)}`;
    localStorage.setItem("userId", made);
    return made;
  } catch {
    return "anonymous";
  }
}

function keep(storage: Storage, name: string, value: string | null): void {
  try {
    if (value === null) storage.removeItem(name);
    else storage.setItem(name, value);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}
