import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { SessionProvider } from "../../src/app/session/Session.js";
import { SubmitForm } from "../../src/jobs/submit/SubmitForm.js";
import { type Request, stubServer } from "../server.js";
import { aJob } from "./aJob.js";

beforeEach(() => history.replaceState(null, "", "/"));

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const type = (name: string, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } });

/** Draws the form; what is posted is answered, and returned. */
function show(answer: (request: Request) => void): Request[] {
  const posted: Request[] = [];
  stubServer((request) => {
    if (request.method !== "POST") return;
    posted.push(request);
    answer(request);
  });
  render(
    <SessionProvider>
      <SubmitForm />
    </SessionProvider>,
  );
  return posted;
}

test("an address and one press make a job, and lead to it", async () => {
  const job = aJob();
  const posted = show((request) => request.answer(job, 202));
  type("Address", "docs.example.com");
  press("Crawl");
  await waitFor(() => expect(location.pathname).toBe(`/jobs/${job.id}`));
  expect(posted.map(({ path, body }) => [path, body])).toEqual([
    ["/api/jobs", { type: "crawl", url: "https://docs.example.com" }],
  ]);
});

test("what is refused is said at its field, and a folded one is unfolded", async () => {
  const errors = { url: ["Only http and https are crawled."], maxPages: ["Must be from 1 to 1000000."] };
  show((request) => request.answer({ status: 400, code: "invalid_request", title: "Not valid.", errors }, 400));
  type("Address", "ftp://a.example/");
  press("Crawl");
  const field = await screen.findByLabelText("Pages at most");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByLabelText("Address").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("Only http and https are crawled.")).toBeTruthy();
});

test("a press after a failure asks for the same job, one for another plan for another", async () => {
  const posted = show((request) => request.answer({ status: 500, code: "internal", title: "It broke." }, 500));
  const pressAndFail = async (times: number) => {
    press("Crawl");
    await waitFor(() => expect(posted).toHaveLength(times));
    await screen.findByText("It broke.");
  };
  type("Address", "a.example");
  await pressAndFail(1);
  await pressAndFail(2);
  type("Address", "b.example");
  await pressAndFail(3);
  const [first, second, third] = posted.map(({ headers }) => headers.get("Idempotency-Key"));
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("planning together makes a draft of what there is, and leads to it", async () => {
  const posted = show((request) => request.answer({ id: "d1" }, 201));
  press("Plan together");
  await waitFor(() => expect(location.pathname).toBe("/drafts/d1"));
  expect(posted[0]?.path).toBe("/api/drafts");
});
