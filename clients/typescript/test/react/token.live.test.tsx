import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { useJob, useRealtime } from "../../src/react/index.js";
import { eventually } from "../live/eventually.js";
import { TrawlServer } from "../live/TrawlServer.js";
import { stages } from "./stage.js";

const secret = "a secret that is long enough for the server to take";
let server: TrawlServer;
beforeAll(async () => {
  server = await TrawlServer.start({ Auth__Mode: "jwt", Auth__Jwt__Secret: secret });
});
afterAll(() => server.dispose());

const stage = stages(() => server.url);

function token(user: string, seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const said = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: user, exp: Math.floor(Date.now() / 1000) + seconds })}`;
  return `${said}.${createHmac("sha256", secret).update(said).digest("base64url")}`;
}

test("a token that ends is renewed, and nobody notices", async () => {
  const asked = vi.fn();
  const { hook, job } = await stage({
    token: ({ renew }) => {
      if (renew) asked();
      return token("alice", 4);
    },
  });
  const custom = await job();
  const shown = hook(() => ({ ...useJob(custom.id), me: useRealtime() }));
  await eventually(() => shown.now().job && shown.now().me.userId === "alice");
  await eventually(() => asked.mock.calls.length >= 2);
  await custom.progress(50);
  await eventually(() => shown.now().job?.progress === 50);
  expect(new Set(shown.renders.map(({ connection }) => connection.state))).not.toContain("unauthorized");
});

test("a token that has ended for good is said to be, until there is another", async () => {
  let valid = true;
  const { hook, job, client } = await stage({ token: () => token("bob", valid ? 4 : -60) });
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  valid = false;
  await eventually(() => shown.now().connection.state === "unauthorized");
  client.setCredentials({ token: token("bob", 600) });
  await eventually(() => shown.now().connection.state === "connected" && shown.now().job);
  expect(shown.now().job?.id).toBe(custom.id);
});

test("another user sees nothing of the one before", async () => {
  const { hook, job, client } = await stage({ token: token("carol", 600) });
  const custom = await job();
  const shown = hook(() => useJob(custom.id));
  await eventually(() => shown.now().job);
  client.setCredentials({ token: token("dave", 600) });
  await eventually(() => shown.now().error);
  expect(shown.now()).toMatchObject({ job: null, feed: [], error: { code: "not_found" } });
});
