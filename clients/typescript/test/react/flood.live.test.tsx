import { expect, test } from "vitest";
import { useChannel, useJob } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { stages } from "./stage.js";

const stage = stages();

test("thousands of events a second cost one render a batch, and no log event", async () => {
  const { hook, job } = await stage();
  const custom = await job({ total: 10_000 });
  let batches = 0;
  let events = 0;
  const shown = hook(() => {
    useChannel(`job:${custom.id}`, {
      events: (batch) => {
        batches++;
        events += batch.length;
      },
    });
    return useJob(custom.id, { feedSize: 150 });
  });
  await eventually(() => shown.now().presence.length > 0);
  const before = { renders: shown.renders.length, batches };
  const items = Array.from({ length: 500 }, (_, index) => ({
    workerName: "w",
    item: `page ${index}`,
    ok: true,
    durationMs: 1,
    queueSize: 0,
  }));
  for (const stage of ["discovering", "crawling", "embedding", "finalizing"] as const) {
    await custom.activity("worker_item_completed", ...items);
    await custom.stage(stage);
  }
  await custom.complete();
  await eventually(() => shown.now().isEnded);

  expect(events).toBeGreaterThan(50);
  // The two observers' batches come one after the other in a frame: one render for both, and React may have one more to begin with.
  expect(shown.renders.length - before.renders).toBeLessThanOrEqual(batches - before.batches + 2);
  expect(shown.now().feed.length).toBeLessThanOrEqual(150);
  expect(shown.now().job).toMatchObject({ status: "completed", seq: (await custom.now()).seq });
});
