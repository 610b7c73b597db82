import { formatDuration } from "../../ui/index.js";

/** How long a question is open still. */
export function openWords(expiresAt: string | null, now: number): string {
  if (expiresAt === null) return "";
  const seconds = Math.ceil((Date.parse(expiresAt) - now) / 1000);
  return seconds > 0 ? `Open for ${formatDuration(seconds)}.` : "Its time is up.";
}
