import { expect, test } from "vitest";
import { useClarification, useJob } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { stages } from "./stage.js";

const stage = stages();

test("a question is shown, answered, and the job goes on [S2.33 S2.34]", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => ({ ...useClarification(custom.id), job: useJob(custom.id).job }));
  const id = await custom.ask("Which?", ["a", "b"]);
  await eventually(() => shown.now().pending.length === 1 && shown.now().job?.status === "waiting");
  expect(shown.now().pending[0]).toMatchObject({ id, question: "Which?", options: ["a", "b"] });
  expect(await shown.now().answer(id, "b")).toBe(true);
  await eventually(() => shown.now().pending.length === 0 && shown.now().job?.status === "running");
  expect(shown.now().job?.clarifications[0]).toMatchObject({ status: "answered", answer: "b" });
});

test("who was too slow sees the answer that was faster", async () => {
  const { hook, job, rest } = await stage();
  const custom = await job();
  const shown = hook(() => useClarification(custom.id));
  const clarificationId = await custom.ask("Which?", ["a", "b"]);
  const path = { id: custom.id, clarificationId };
  await rest.post("/api/jobs/{id}/clarifications/{clarificationId}/answer", { path, body: { answer: "a" } });
  expect(await shown.now().answer(clarificationId, "b")).toBe(false);
  await eventually(() => shown.now().winner);
  expect(shown.now()).toMatchObject({
    isAnswering: false,
    winner: { clarificationId, answer: "a" },
    error: { code: "already_answered" },
  });
});

test("an answer after the time is said to be too late", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => useClarification(custom.id));
  const id = await custom.ask("Which?", ["a", "b"], 1);
  await eventually(async () => (await custom.now()).clarifications[0]?.status === "expired");
  expect(await shown.now().answer(id, "b")).toBe(false);
  await eventually(() => shown.now().error?.code === "expired");
  expect(shown.now().winner).toBeNull();
});
