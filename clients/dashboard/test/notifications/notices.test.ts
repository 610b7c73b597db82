// @vitest-environment node
import { expect, test } from "vitest";
import { noticesOf } from "../../src/notifications/notices.js";

test("notifications and failures are one list, the newest first", () => {
  const notices = noticesOf({
    notifications: [
      { id: "n1", level: "info", title: "Hello", message: "…", timestamp: "2026-01-01T00:00:01Z" },
      { id: "n2", level: "success", title: "Done", message: "…", timestamp: "2026-01-01T00:00:03Z" },
    ],
    errors: [{ id: "e1", jobId: "j1", code: "no_pages", message: "", timestamp: "2026-01-01T00:00:02Z" }],
  });
  expect(notices.map(({ id }) => id)).toEqual(["n2", "e1", "n1"]);
  expect(notices[1]).toMatchObject({ level: "error", title: "A job failed", message: "no_pages", jobId: "j1" });
});
