import type { Job } from "@trawl/client";
import { formatDuration } from "../../ui/index.js";
import { plain } from "./names.js";

type SlowedBy = Job["slowedBy"][number];

const reasons: Record<string, (wait: string) => string> = {
  robots_crawl_delay: (wait) => `its robots.txt asks for ${wait} between requests`,
  delay: (wait) => `this job leaves ${wait} between requests`,
  shared_host: (wait) => `another job leaves ${wait} between requests, and the strictest holds`,
  rate_limited: (wait) => `it answered "too many requests"; next try in ${wait}`,
  unavailable: (wait) => `it says that it is overloaded; next try in ${wait}`,
  unreachable: (wait) => `it does not answer; next try in ${wait}`,
  retry_after: (wait) => `it asked for a pause of ${wait}`,
};

const shortly: Record<string, string> = {
  robots_crawl_delay: "slowed by robots.txt",
  delay: "slowed by its own delay",
  shared_host: "slowed by another job on its host",
  rate_limited: 'its host answers "too many requests"',
  unavailable: "its host is overloaded",
  unreachable: "its host does not answer",
  retry_after: "its host asked for a pause",
};

/** The same where there is little room. */
export const slowedShortly = ({ reason }: SlowedBy): string => shortly[reason] ?? `slowed: ${plain(reason)}`;

/** Why a host makes a job wait, after the host's name. */
export function slowedWords({ reason, delaySeconds }: SlowedBy): string {
  if (delaySeconds <= 0) return "it takes fewer requests at once";
  const wait = formatDuration(delaySeconds);
  return reasons[reason]?.(wait) ?? `${plain(reason)}, ${wait}`;
}
