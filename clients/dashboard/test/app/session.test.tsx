import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { SessionProvider, useSession } from "../../src/app/session/Session.js";
import { UserButton } from "../../src/app/session/UserButton.js";
import SourcesPage from "../../src/sources/SourcesPage.js";
import { type Request, stubServer } from "../server.js";

const show = () =>
  render(
    <SessionProvider>
      <UserButton />
      <SourcesPage />
    </SessionProvider>,
  );

/** A server in `apiKey` mode, with two keys of alice's and one of bob's. */
function demanding({ path, headers, answer }: Request): void {
  const userId = { right: "alice", newer: "alice", other: "bob" }[headers.get("X-Api-Key") ?? ""];
  if (!userId) answer({ title: "Who are you?", code: "unauthorized", status: 401 }, 401);
  else answer(path === "/api/me" ? { userId, isAdmin: false, mode: "apiKey", expiresAt: null } : { items: [], next: null });
}

async function offer(key: string): Promise<void> {
  fireEvent.change(screen.getByLabelText("Token or API key"), { target: { value: key } });
  fireEvent.submit(screen.getByLabelText("Token or API key"));
}

test("who is refused is asked for a token or a key, and what is refused again is not kept", async () => {
  stubServer(demanding);
  show();
  expect(await screen.findByRole("dialog", { name: "Sign in" })).toBeTruthy();
  await offer("wrong");
  await waitFor(() => expect(screen.getAllByRole("alert").map((box) => box.textContent)).toContain("Who are you?"));
  expect(sessionStorage.length).toBe(0);
  await offer("right");
  expect(await screen.findByText("No sources yet")).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(sessionStorage.getItem("credentials")).toBe('{"kind":"apiKey","value":"right"}');
  expect(localStorage.getItem("credentials")).toBeNull();
});

test("who signs out is asked again", async () => {
  sessionStorage.setItem("credentials", '{"kind":"apiKey","value":"right"}');
  stubServer(demanding);
  show();
  expect(await screen.findByText("No sources yet")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "You: alice" }));
  fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(await screen.findByRole("dialog", { name: "Sign in" })).toBeTruthy();
});

test("in development a tab can be somebody else, and then asks everything anew under that name", async () => {
  localStorage.setItem("userId", "alice");
  const requests = stubServer(({ answer }) => answer({ items: [], next: null }));
  show();
  await screen.findByText("No sources yet");
  fireEvent.click(screen.getByRole("button", { name: "You: alice" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Your name" }), { target: { value: "bob" } });
  fireEvent.submit(screen.getByRole("textbox", { name: "Your name" }));
  await screen.findByRole("button", { name: "You: bob" });
  const lists = requests.filter(({ path }) => path === "/api/sources");
  expect(lists.map(({ headers }) => headers.get("X-User-Id"))).toEqual(["alice", "bob"]);
  expect([sessionStorage.getItem("userId"), localStorage.getItem("userId")]).toEqual(["bob", "alice"]);
});

test("in development a tab without a name is whom the server takes a caller without one for, and sees what curl submits", async () => {
  const requests = stubServer(({ answer }) => answer({ items: [], next: null }));
  show();
  await screen.findByRole("button", { name: "You: anonymous" });
  await waitFor(() => expect(requests.map(({ headers }) => headers.get("X-User-Id"))).toContain("anonymous"));
  expect(localStorage.length).toBe(0);
});

test("in development one can be an admin, and somebody as before", async () => {
  localStorage.setItem("userId", "alice");
  const requests = stubServer(({ answer }) => answer({ items: [], next: null }));
  show();
  const roles = () => requests.filter(({ path }) => path === "/api/sources").map(({ headers }) => headers.get("X-User-Role"));
  for (const asked of [["admin"], ["admin", null]]) {
    fireEvent.click(screen.getByRole("button", { name: "You: alice" }));
    fireEvent.click(screen.getByRole("switch"));
    fireEvent.submit(screen.getByRole("textbox", { name: "Your name" }));
    await waitFor(() => expect(roles().slice(1)).toEqual(asked));
    expect(sessionStorage.getItem("role")).toBe(asked.at(-1));
  }
});

test("a refusal that comes after somebody has signed in is not theirs", async () => {
  const requests = stubServer();
  const lists = () => requests.filter(({ path }) => path === "/api/sources");
  let refused = false;
  function Probe() {
    refused = useSession().refused;
    const { signIn } = useSession();
    return <button onClick={() => signIn({ kind: "token", value: "t" }, "alice")}>in</button>;
  }
  render(
    <SessionProvider>
      <Probe />
      <SourcesPage />
    </SessionProvider>,
  );
  await waitFor(() => expect(lists().length).toBe(1));
  fireEvent.click(screen.getByRole("button", { name: "in" }));
  await waitFor(() => expect(lists().length).toBe(2));
  lists()[0]?.answer({ title: "Who are you?", code: "unauthorized", status: 401 }, 401);
  lists()[1]?.answer({ items: [], next: null });
  await screen.findByText("No sources yet");
  expect(refused).toBe(false);
});

test("the same user goes on with the same page, another one with a new one", async () => {
  sessionStorage.setItem("credentials", '{"kind":"apiKey","value":"right"}');
  stubServer(demanding);
  function Note() {
    const { signIn } = useSession();
    return (
      <>
        <input aria-label="Note" />
        {(["newer", "other"] as const).map((value) => (
          <button key={value} onClick={() => signIn({ kind: "apiKey", value }, value === "newer" ? "alice" : "bob")}>
            {value}
          </button>
        ))}
      </>
    );
  }
  render(
    <SessionProvider>
      <UserButton />
      <Note />
    </SessionProvider>,
  );
  await screen.findByRole("button", { name: "You: alice" });
  const note = () => (screen.getByRole("textbox", { name: "Note" }) as HTMLInputElement).value;
  fireEvent.change(screen.getByRole("textbox", { name: "Note" }), { target: { value: "half a sentence" } });
  fireEvent.click(screen.getByRole("button", { name: "newer" }));
  expect(sessionStorage.getItem("credentials")).toContain("newer");
  expect(note()).toBe("half a sentence");
  fireEvent.click(screen.getByRole("button", { name: "other" }));
  await screen.findByRole("button", { name: "You: bob" });
  expect(note()).toBe("");
});
