// @vitest-environment node
import { expect, test } from "vitest";
import { noticesOf } from "../../src/notifications/notices.js";

const told = (seq: number) => ({
  id: `user:u#${seq}`,
  channel: "user:u",
  seq,
  isNew: false,
  timestamp: `2026-01-01T00:00:0${seq}Z`,
});

test("notifications and failures are one list, the newest first", () => {
  const notices = noticesOf({
    notifications: [
      { ...told(1), level: "info", title: "Hello", message: "…" },
      { ...told(3), level: "success", title: "Done", message: "…" },
    ],
    errors: [{ ...told(2), jobId: "j1", code: "no_pages", message: "" }],
  });
  expect(notices.map(({ id }) => id)).toEqual(["user:u#3", "user:u#2", "user:u#1"]);
  expect(notices[1]).toMatchObject({ level: "error", title: "A job failed", message: "no_pages", jobId: "j1", isNew: true });
});
