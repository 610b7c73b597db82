import { expect, test } from "vitest";
import { useJob, useJobActions, useJobs } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { stages } from "./stage.js";

const stage = stages();

test("of the job before nothing is ever shown for the one now", async () => {
  const { hook, job } = await stage();
  const all = [await job(), await job(), await job()];
  for (const [index, custom] of all.entries()) {
    await custom.progress(10 * (index + 1));
    await custom.model("m", "completed", custom.id);
  }
  const [first, second, third] = all.map(({ id }) => id);
  const shown = hook(({ id }) => ({ id, ...useJob(id) }), { id: first ?? "" });
  await eventually(() => shown.now().job);
  shown.rerender({ id: second ?? "" });
  shown.rerender({ id: third ?? "" }); // in mid-subscription
  await eventually(() => shown.now().job?.progress === 30 && shown.now().modelResults.length > 0);
  for (const { id, job, feed, modelResults } of shown.renders) {
    expect([id, undefined]).toContain(job?.id);
    expect(feed.every(({ jobId }) => jobId === id)).toBe(true);
    expect(modelResults.every(({ result }) => result === id || result === null)).toBe(true);
  }
});

test("a site that is deleted and crawled again shows no old card", async () => {
  const { hook, job } = await stage();
  const old = await job({ title: "docs" });
  const shown = hook(({ id }) => ({ list: useJobs().jobs, card: useJob(id), actions: useJobActions(id) }), { id: old.id });
  await eventually(() => shown.now().list.length === 1 && shown.now().card.job);
  await old.complete();
  await eventually(() => shown.now().card.isEnded);
  await shown.now().actions.remove();
  await eventually(() => shown.now().list.length === 0);

  const again = await job({ title: "docs" });
  shown.rerender({ id: again.id });
  expect(shown.now().card).toMatchObject({ job: null, isLoading: true, isEnded: false, feed: [] });
  await eventually(() => shown.now().card.job);
  await eventually(() => shown.now().list.length === 1);
  expect(shown.now().list[0]?.id).toBe(again.id);
  expect(shown.now().card.job).toMatchObject({ id: again.id, status: "running", progress: 0 });
});

test("a job that is not there is said not to be", async () => {
  const { hook, job } = await stage();
  const gone = await job();
  await gone.complete();
  await gone.remove();
  const shown = hook(() => useJob(gone.id));
  await eventually(() => shown.now().error);
  expect(shown.now()).toMatchObject({ error: { code: "not_found" }, job: null, isLoading: false });
});

test("what an action was answered is shown at once, and what it was refused is said", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => ({ ...useJob(custom.id), actions: useJobActions(custom.id) }));
  await eventually(() => shown.now().job);
  await shown.now().actions.pause();
  await eventually(() => shown.now().job?.status === "paused");
  await shown.now().actions.comment("why?");
  await eventually(() => shown.now().comments.length === 1);
  await expect(shown.now().actions.retry()).rejects.toThrow();
  await eventually(() => shown.now().actions.error?.code === "invalid_status");
  await shown.now().actions.cancel();
  await eventually(() => shown.now().isEnded && shown.now().actions.error === null);
  expect(shown.now().comments.map(({ text }) => text)).toEqual(["why?"]);
});
