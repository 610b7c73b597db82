import { expect, type Mock, test, vi } from "vitest";
import * as all from "../../src/react/index.js";
import type { CustomJob } from "../live/CustomJob.js";
import { eventually } from "../live/eventually.js";
import { type Stage, stages } from "./stage.js";

// React renders a page in development twice, and runs every effect, its clean-up and the effect again.
const stage = stages();

/** What a row's hook is about. */
interface About {
  id: string;
  url: string;
  userId: string;
  /** Hears what the hook calls back. */
  heard: Mock;
  /** Whether the user's channel stands: of what comes before, there is nothing to tell. */
  userStands(): boolean;
}

interface Row<T> {
  use(about: About): T;
  /** It shows what there is. */
  isReady(seen: T, about: About): unknown;
  /** What happens then; else the job is completed. */
  act?(seen: T, job: CustomJob): Promise<unknown>;
  /** It has been told of it. */
  isTold(seen: T, about: About): unknown;
  /** What it was told, each of which may be there once. */
  told?(seen: T, about: About): readonly unknown[];
}

const heardOf = (_: unknown, { heard }: About) => heard.mock.calls.map(([what]) => what);
const failing = (job: CustomJob) => job.fail("broken", "It broke.");

const rows = {
  useTrawl: row({ use: () => all.useTrawl(), isReady: Boolean, isTold: Boolean }),
  useConnection: row({ use: () => all.useConnection(), isReady: ({ state }) => state === "idle", isTold: Boolean }),
  useChannel: row({
    use: ({ id, heard }) =>
      all.useChannel(`job:${id}`, {
        subscribed: () => heard("subscribed"),
        events: (events) => events.forEach(({ type, seq }) => heard(seq === null ? {} : type)),
      }),
    isReady: (_, { heard }) => heard.mock.calls.flat().includes("subscribed"),
    isTold: (_, { heard }) => heard.mock.calls.flat().includes("completed"),
    told: heardOf,
  }),
  useClarification: row({
    use: ({ id }) => all.useClarification(id),
    isReady: ({ pending }) => pending.length === 0,
    act: (_, job) => job.ask("Which?", ["a", "b"]),
    isTold: ({ pending }) => pending.length === 1,
  }),
  useInvalidateOnCompletion: row({
    use: ({ heard }) => {
      all.useInvalidateOnCompletion({ invalidateQueries: heard }, [["sources"]]);
      return all.useRealtime();
    },
    isReady: (_, { userStands }) => userStands(),
    isTold: (_, { heard }) => heard.mock.calls.length > 0,
    told: (_, { heard }) => heard.mock.calls.map(() => "completed"),
  }),
  useJob: row({
    use: ({ id }) => all.useJob(id),
    isReady: ({ job }) => job,
    isTold: ({ isEnded }) => isEnded,
    told: ({ feed }) => feed.flatMap(({ seq }) => seq ?? []),
  }),
  useJobActions: row({
    use: ({ id }) => all.useJobActions(id),
    isReady: ({ busy }) => busy === null,
    act: (actions) => actions.retry().catch(() => {}), // a running job has nothing to retry
    isTold: ({ error, busy }) => error?.code === "invalid_status" && busy === null,
  }),
  useJobs: row({
    use: () => all.useJobs(),
    isReady: ({ jobs }) => jobs.length === 1,
    isTold: ({ jobs }) => jobs[0]?.status === "completed",
    told: ({ jobs }) => jobs.map(({ id }) => id),
  }),
  usePresence: row({
    use: ({ id }) => all.usePresence(`job:${id}`),
    isReady: ({ users }) => users.length === 1,
    isTold: ({ users }) => users.length === 1,
    told: ({ users }) => users,
  }),
  useRealtime: row({
    use: () => all.useRealtime(),
    isReady: ({ connected }, { userStands }) => connected && userStands(),
    act: (_, job) => failing(job),
    isTold: ({ errors }) => errors.length > 0,
    told: ({ errors }) => errors.map(({ jobId }) => jobId),
  }),
  useWebSocket: row({
    use: ({ url, userId }) => all.useWebSocket({ url, userId }),
    isReady: ({ connected }, { userStands }) => connected && userStands(),
    act: (_, job) => failing(job),
    isTold: ({ errors }) => errors.length > 0,
    told: ({ errors }) => errors.map(({ jobId }) => jobId),
  }),
  useJobWebSocket: row({
    use: ({ id, heard }) => ({ id, ...all.useJobWebSocket({ onJobCompleted: ({ jobId }) => heard(jobId) }) }),
    isReady: ({ id, trackJob, jobProgress }) => {
      trackJob(id);
      return jobProgress;
    },
    isTold: (_, { heard }) => heard.mock.calls.length > 0,
    told: heardOf,
  }),
  useSessionWebSocket: row({
    use: ({ id }) => all.useSessionWebSocket(id),
    isReady: ({ socket, progress }) => socket?.connected && progress,
    act: async (_, job) => {
      await job.model("m", "completed");
      await job.complete({ documents: 1 });
    },
    isTold: ({ isCompleted }) => isCompleted,
    told: ({ modelResults }) => modelResults.map(({ modelName }) => modelName),
  }),
};

test("each hook there is is in the table", () => {
  expect(Object.keys(rows).sort()).toEqual(
    Object.keys(all)
      .filter((name) => name.startsWith("use"))
      .sort(),
  );
});

test.each(Object.entries(rows))("strict mode: %s connects once, is told once, and leaves nothing [S2.38]", async (_, follow) => {
  await follow(await stage());
});

function row<T>({ use, isReady, act, isTold, told }: Row<T>): (on: Stage) => Promise<void> {
  return async ({ strictHook, job, held, line, client }) => {
    const custom = await job();
    const userId = client.options.userId ?? "";
    const about: About = {
      id: custom.id,
      url: line.url,
      userId,
      heard: vi.fn(),
      userStands: () => held.stood.has(`user:${userId}`),
    };
    const shown = strictHook(() => use(about));
    await eventually(() => isReady(shown.now(), about));
    await (act ? act(shown.now(), custom) : custom.complete({ documents: 1 }));
    await eventually(() => isTold(shown.now(), about));
    const once = told?.(shown.now(), about).filter((one) => typeof one !== "object") ?? [];
    expect(once).toEqual([...new Set(once)]);
    expect(held.addresses.length).toBeLessThanOrEqual(1);
    const channels = subscribed(held.addresses, held.sent);
    expect(channels).toEqual([...new Set(channels)]);
    shown.unmount();
    await eventually(
      () => held.left(),
      (left) => left.length === 0,
    );
  };
}

/** Each channel as often as it was asked for, in an address or by a frame. */
function subscribed(addresses: readonly string[], frames: readonly string[]): string[] {
  const wishes = frames.map((frame) => JSON.parse(frame) as { action: string; channel: string });
  return [
    ...addresses.flatMap((address) => new URL(address).searchParams.getAll("channel")),
    ...wishes.filter(({ action }) => action === "subscribe").map(({ channel }) => channel),
  ];
}
