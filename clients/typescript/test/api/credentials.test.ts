import { expect, test } from "vitest";
import { Caller, proofHeaders, proofQuery } from "../../src/api/credentials.js";

test("a name and a role are said by headers, and in a socket's address", async () => {
  const admin = await new Caller({ userId: "alice", role: "admin" }).proof();
  expect(proofHeaders(admin)).toEqual({ "X-User-Id": "alice", "X-User-Role": "admin" });
  expect(proofQuery(admin)).toEqual({ userId: "alice", userRole: "admin" });
  const user = await new Caller({ userId: "alice" }).proof();
  expect([proofHeaders(user), proofQuery(user)]).toEqual([{ "X-User-Id": "alice" }, { userId: "alice" }]);
});
