import type { SourceSchedule } from "@trawl/client";

/** `every 2 h`, `30 3 * * * (Europe/Berlin)`, `by hand only`. */
export function sayRhythm(schedule: SourceSchedule | null): string {
  if (schedule?.everyMinutes) return `every ${sayMinutes(schedule.everyMinutes)}`;
  if (schedule?.cron) return `${schedule.cron} (${schedule.timeZone ?? "UTC"})`;
  return "by hand only";
}

function sayMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "day" : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "hour" : `${minutes / 60} hours`;
  return minutes === 1 ? "minute" : `${minutes} minutes`;
}
