// @vitest-environment node
import { expect, test } from "vitest";
import { planOf, scheduleOf } from "../../src/sources/schedule/plan.js";
import { sayRhythm } from "../../src/sources/schedule/words.js";

test.each([
  [null, "by hand only"],
  [{ everyMinutes: 1 }, "every minute"],
  [{ everyMinutes: 90 }, "every 90 minutes"],
  [{ everyMinutes: 60 }, "every hour"],
  [{ everyMinutes: 4320 }, "every 3 days"],
  [{ cron: "30 3 * * *", timeZone: "Europe/Berlin" }, "30 3 * * * (Europe/Berlin)"],
])("%o is said as %s", (schedule, words) => expect(sayRhythm(schedule)).toBe(words));

test.each([[null], [{ everyMinutes: 90 }], [{ cron: "@daily", timeZone: "UTC" }]])(
  "%o comes out of the form as it went in",
  (schedule) => expect(scheduleOf(planOf(schedule))).toEqual(schedule),
);
