/**
 * A name for who uses this browser, made once and remembered in its `localStorage` as `userId`: for a server in `development`
 * mode, where callers are whom they say they are. Without a storage, a new one each time.
 */
export function browserUserId(): string {
  const made = () => `user_${Date.now()}_${Math.random().toString(36).slice(2, 11).padEnd(9, "0")}`;
  try {
    const kept = localStorage.getItem("userId");
    if (kept) return kept;
    const userId = made();
    localStorage.setItem("userId", userId);
    return userId;
  } catch {
    return made();
  }
}
