import { TrawlClient } from "@trawl/client";

/** The caller is remembered by the browser; where callers are told apart for real, it is of no effect. */
function userId(): string {
  try {
    localStorage.userId ??= `user_${Date.now()}_${Math.random().toString(36).slice(2, 11)}`;
    return localStorage.userId;
  } catch {
    return "anonymous";
  }
}

/** The one client of this page. */
export const client = new TrawlClient({ userId: userId() });
