import { browserUserId, type Credentials } from "@trawl/client";

/** What a user can show: a bearer token (`jwt`), or a key (`apiKey`). */
export interface Shown {
  kind: "token" | "apiKey";
  value: string;
}

const place = "credentials";

/** Who calls: as what was shown says or, where nothing was, by a name, which a server in development believes. */
export function credentialsOf(shown: Shown | null): Credentials {
  return shown ? { [shown.kind]: shown.value } : { userId: userName() };
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
    return sessionStorage.getItem("userId") ?? browserUserId();
  } catch {
    return browserUserId();
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
