import type { SourceSchedule } from "@trawl/client";

/** A schedule as a form has it: all it could be, and which of these it is. */
export interface Plan {
  kind: "none" | "every" | "cron";
  everyMinutes: string;
  cron: string;
  timeZone: string;
}

/** The form of a schedule; what it does not say is proposed. */
export function planOf(schedule: SourceSchedule | null): Plan {
  return {
    kind: schedule?.cron ? "cron" : schedule?.everyMinutes ? "every" : "none",
    everyMinutes: String(schedule?.everyMinutes ?? 1440),
    cron: schedule?.cron ?? "30 3 * * *",
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** What is sent. Whether it is right, the server says. */
export function scheduleOf(plan: Plan): SourceSchedule | null {
  if (plan.kind === "none") return null;
  if (plan.kind === "every") return { everyMinutes: Number(plan.everyMinutes) };
  return { cron: plan.cron, timeZone: plan.timeZone };
}
