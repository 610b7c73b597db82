import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import type { Job } from "@trawl/client";
import { beforeEach, expect, test } from "vitest";
import { SessionProvider } from "../../src/app/session/Session.js";
import { JobActions } from "../../src/jobs/actions/JobActions.js";
import { stubServer } from "../server.js";
import { aJob } from "./aJob.js";

beforeEach(() => history.replaceState(null, "", "/jobs/x"));

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const confirm = (name: string) => fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name }));

/** Draws a job's buttons; returns what was asked, all of it answered alike. */
function show(job: Job, body: unknown, status = 200): string[] {
  const asked: string[] = [];
  stubServer((request) => {
    if (request.method === "GET") return;
    asked.push(`${request.method} ${request.path} ${JSON.stringify(request.body ?? null)}`);
    request.answer(body, status);
  });
  render(
    <SessionProvider>
      <JobActions job={job} />
    </SessionProvider>,
  );
  return asked;
}

test("a job is cancelled only by who confirms it", async () => {
  const job = aJob({ id: "j" });
  const asked = show(job, { ...job, status: "cancelling" });
  press("Cancel job");
  confirm("Keep it");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(asked).toEqual([]);
  press("Cancel job");
  confirm("Cancel job");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual(["POST /api/jobs/j/cancel null"]);
});

test("a refusal is said where it was asked for, and the page stays", async () => {
  show(aJob({ status: "completed" }), { status: 409, code: "wrong_status", title: "No.", detail: "The job runs again." }, 409);
  press("Delete job");
  confirm("Delete job");
  await within(screen.getByRole("dialog")).findByText("The job runs again.");
  expect(location.pathname).toBe("/jobs/x");
});

test("a deleted job's page is left", async () => {
  show(aJob({ status: "completed" }), {});
  press("Delete job");
  confirm("Delete job");
  await waitFor(() => expect(location.pathname).toBe("/"));
});

test("a source that is crawled again leads to the new job", async () => {
  const asked = show(aJob({ status: "completed", sourceId: "s" }), aJob({ id: "fresh" }), 202);
  press("Crawl again");
  await waitFor(() => expect(location.pathname).toBe("/jobs/fresh"));
  expect(asked).toEqual(["POST /api/sources/s/refresh null"]);
});

test("the priority is changed by choosing another", async () => {
  const asked = show(aJob({ id: "j" }), aJob({ id: "j", priority: "high" }));
  fireEvent.change(screen.getByRole("combobox", { name: "Priority" }), { target: { value: "high" } });
  await waitFor(() => expect(asked).toEqual(['PATCH /api/jobs/j {"priority":"high"}']));
});
