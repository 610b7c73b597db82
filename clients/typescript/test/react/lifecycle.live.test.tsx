import { expect, test } from "vitest";
import { useJob } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { stages } from "./stage.js";

// Nothing may be left behind by any of them: `stages` counts it after each.
const stage = stages();

test("it connects when it is enabled, lets go when it is not, and comes back [S3.8]", async () => {
  const { hook, job, held } = await stage();
  const custom = await job();
  const { id } = custom;
  const shown = hook(({ enabled }) => useJob(id, { enabled }), { enabled: false });
  expect(shown.now()).toMatchObject({ job: null, isLoading: false });
  expect(held.addresses).toEqual([]);

  shown.rerender({ enabled: true });
  await eventually(() => shown.now().job?.status === "running");
  shown.rerender({ enabled: false });
  expect(shown.now()).toMatchObject({ job: null, isLoading: false, feed: [] });

  await custom.progress(30);
  shown.rerender({ enabled: true });
  await eventually(() => shown.now().job?.progress === 30);
  await custom.progress(60);
  await eventually(() => shown.now().job?.progress === 60);
});

test("strict mode subscribes once", async () => {
  const { strictHook, job, held } = await stage();
  const { id } = await job();
  const shown = strictHook(() => useJob(id));
  await eventually(() => shown.now().job);
  expect(held.addresses).toHaveLength(1);
  expect(held.sent.filter((text) => text.includes("subscribe"))).toEqual([]);
});

test("two components that show the same job share one subscription and one state", async () => {
  const { hook, job, held } = await stage();
  const { id } = await job();
  const one = hook(() => useJob(id));
  const other = hook(() => useJob(id));
  await eventually(() => other.now().job);
  expect(other.now().job).toBe(one.now().job);
  expect(held.addresses).toHaveLength(1);
  one.unmount();
  expect(other.now().job?.id).toBe(id);
});

test("it can be unmounted while it connects [S2.38]", async () => {
  const { hook, job, line } = await stage();
  const { id } = await job();
  line.stall();
  const shown = hook(() => useJob(id));
  await eventually(() => shown.now().connection.state === "connecting");
  shown.unmount();
});

test("it can be unmounted while it is subscribed [S2.38]", async () => {
  const { hook, job, client } = await stage();
  const { id } = await job();
  const shown = hook(() => useJob(id));
  await eventually(() => shown.now().presence.length === 1);
  shown.unmount();
  await eventually(() => client.realtime.status.state === "idle");
});

test("it can be unmounted while it reconnects [S2.38]", async () => {
  const { hook, job, line } = await stage();
  const { id } = await job();
  const shown = hook(() => useJob(id));
  await eventually(() => shown.now().job);
  line.refuse();
  await eventually(() => shown.now().connection.state === "reconnecting");
  shown.unmount();
});

test("it can be unmounted while it polls [S2.38]", async () => {
  const { hook, job } = await stage({ transports: ["polling"] });
  const { id } = await job();
  const shown = hook(() => useJob(id));
  await eventually(() => shown.now().usingPolling && shown.now().job);
  shown.unmount();
});

test("it can be unmounted while it reads an event stream [S2.38]", async () => {
  const { hook, job, held } = await stage({ transports: ["sse"] });
  const { id } = await job();
  const shown = hook(() => useJob(id));
  await eventually(() => shown.now().job);
  expect(held.left("streams")).toHaveLength(1);
  shown.unmount();
});

test("an ended job holds nothing, still shown, 2 s after its end [S2.38]", async () => {
  const { hook, job, held, client } = await stage();
  const done = await job();
  const shown = hook(() => useJob(done.id));
  await eventually(() => shown.now().job);
  await done.complete({ documents: 3 });
  await eventually(() => shown.now().isEnded);
  await eventually(() => client.realtime.status.state === "idle" && held.left("timers", "sockets").length === 0);
  expect(shown.now().job).toMatchObject({ status: "completed", progress: 100, result: { documents: 3 } });
});
