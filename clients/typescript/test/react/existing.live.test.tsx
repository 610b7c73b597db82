import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useJobWebSocket, useSessionWebSocket, useWebSocket } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { stages } from "./stage.js";

const stage = stages();

test("useSessionWebSocket tells a session as its frontends know it [S2.37 S2.24 S2.33 S2.35]", async () => {
  const { hook, job } = await stage();
  const custom = await job({ total: 4 });
  const shown = hook(() => useSessionWebSocket(custom.id));
  await eventually(() => shown.now().socket?.connected && shown.now().progress);
  expect(shown.now().progress).toMatchObject({ sessionId: custom.id, status: "PROCESSING", progress: 0, hasResult: false });
  const heard = vi.fn();
  shown.now().socket?.on("progress", heard);

  await custom.progress(1, 4);
  await custom.model("m", "completed", "text");
  const clarificationId = await custom.ask("Which?", ["a", "b"]);
  await eventually(() => shown.now().clarifications.length === 1);
  expect(shown.now().modelResults).toMatchObject([
    { sessionId: custom.id, modelName: "m", provider: "builtin", duration: 5, result: "text", status: "completed" },
  ]);
  expect(shown.now().clarifications).toMatchObject([
    { sessionId: custom.id, clarificationId, question: "Which?", status: "pending" },
  ]);
  expect(shown.now().isCompleted).toBe(false);

  await custom.complete({ documents: 1 });
  await eventually(() => shown.now().isCompleted);
  expect(shown.now().progress).toMatchObject({ status: "COMPLETED", progress: 100, hasResult: true, result: { documents: 1 } });
  expect(heard.mock.calls.length).toBeGreaterThan(1);
});

test("useSessionWebSocket without a session has no connection, and of another session nothing [S2.37]", async () => {
  const { hook, job, held } = await stage();
  const [one, other] = [await job(), await job()];
  await one.progress(70);
  const shown = hook(({ id }) => ({ id, ...useSessionWebSocket(id) }), { id: null as string | null });
  expect(shown.now()).toMatchObject({ socket: null, progress: null, isCompleted: false });
  expect(held.addresses).toEqual([]);
  shown.rerender({ id: one.id });
  await eventually(() => shown.now().progress?.progress === 70);
  shown.rerender({ id: other.id });
  await eventually(() => shown.now().progress);
  for (const { id, progress } of shown.renders) expect([id, undefined]).toContain(progress?.sessionId);
});

test("a session's socket can be told to leave, and says that it has [S2.38]", async () => {
  const { hook, job } = await stage();
  const custom = await job();
  const shown = hook(() => useSessionWebSocket(custom.id));
  await eventually(() => shown.now().progress);
  const left = vi.fn();
  shown.now().socket?.on("unsubscribed", left).emit("unsubscribe", custom.id);
  expect(left).toHaveBeenCalledWith(expect.objectContaining({ sessionId: custom.id }));
  expect(shown.now().socket?.connected).toBe(false);
});

test("useJobWebSocket tracks a job and tells its end, once [S3.4 S3.5 S3.7 S3.8]", async () => {
  const { hook, job } = await stage();
  const onJobCompleted = vi.fn();
  const onJobFailed = vi.fn();
  const queryClient = { invalidateQueries: vi.fn() };
  const shown = hook(({ enabled }) => useJobWebSocket({ enabled, onJobCompleted, onJobFailed, queryClient }), { enabled: false });
  expect(shown.now()).toMatchObject({ isConnected: false, jobProgress: null, usingPolling: false });
  shown.rerender({ enabled: true });
  await eventually(() => shown.now().isConnected);

  const custom = await job();
  shown.now().trackJob(custom.id);
  // Words come with an event: who begins to track later has the figures of the snapshot, without them.
  await eventually(() => shown.now().jobProgress !== null);
  await custom.progress(40);
  await eventually(() => shown.now().jobProgress?.progress === 40);
  expect(shown.now().jobProgress).toMatchObject({ jobId: custom.id, status: "PROCESSING", message: "40 of 100 done." });
  await custom.complete({ documents: 2 });
  await eventually(() => onJobCompleted.mock.calls.length > 0);
  expect(onJobCompleted.mock.calls).toMatchObject([[{ jobId: custom.id, status: "COMPLETED", result: { documents: 2 } }]]);
  expect(queryClient.invalidateQueries).toHaveBeenCalledOnce();
  shown.now().stopTracking();
  await eventually(() => shown.now().jobProgress === null);
});

test("useJobWebSocket tells a failure, also one from before it was tracked [S3.6 S3.17]", async () => {
  const { hook, job } = await stage();
  const onJobFailed = vi.fn();
  const custom = await job();
  await custom.fail("broken", "It broke.");
  const shown = hook(() => useJobWebSocket({ onJobFailed }));
  shown.now().trackJob(custom.id);
  await eventually(() => onJobFailed.mock.calls.length > 0);
  expect(onJobFailed.mock.calls).toMatchObject([[{ jobId: custom.id, status: "FAILED", error: "It broke." }]]);
});

test("useWebSocket works by an address and a user's name alone [S1.15 S1.16]", async () => {
  const { line, client, job } = await stage();
  const userId = client.options.userId ?? "";
  const shown = renderHook(() => useWebSocket({ url: line.url, userId }));
  await eventually(() => shown.result.current.connected);
  const custom = await job();
  await eventually(async () => {
    await custom.activity("sync:progress", { stage: "syncing", progress: 50, message: "Syncing files" });
    await custom.activity("preview:status", { status: "ready" });
    return shown.result.current.previewStatus;
  });
  expect(shown.result.current).toMatchObject({
    connected: true,
    queuePosition: null,
    syncProgress: { stage: "syncing", progress: 50, message: "Syncing files" },
    previewStatus: { status: "ready" },
    generationProgress: null,
    notifications: [],
    errors: [],
  });
  await custom.fail("broken", "It broke.");
  await eventually(() => shown.result.current.errors.length === 1);
  shown.result.current.clearErrors();
  await eventually(() => shown.result.current.errors.length === 0);
});
