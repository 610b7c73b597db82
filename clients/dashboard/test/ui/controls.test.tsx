import { fireEvent, render, screen } from "@testing-library/react";
import { TrawlError } from "@trawl/client";
import { expect, test, vi } from "vitest";
import { Button, ConfirmDialog, ErrorBox, FormFooter, fieldErrors, Select, TextField } from "../../src/ui/index.js";

test("a busy button does nothing and keeps the focus", () => {
  const press = vi.fn();
  const { rerender } = render(<Button onClick={press}>Save</Button>);
  const button = screen.getByRole("button", { name: "Save" });
  button.focus();
  rerender(
    <Button onClick={press} busy>
      Save
    </Button>,
  );
  fireEvent.click(button);
  expect(press).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button);
});

test("what a problem says of a field is tied to it", () => {
  const problem = { code: "invalid_request", status: 400, title: "Bad", errors: { "schedule.cron": ["Has 2 fields."] } };
  const error = new TrawlError(400, "invalid_request", "Bad", problem);
  render(<TextField label="Cron" error={fieldErrors(error, "schedule.cron")} hint="Five fields." />);
  const input = screen.getByRole("textbox", { name: "Cron" });
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Has 2 fields.");
  expect(fieldErrors(error, "title")).toBeUndefined();
  expect(fieldErrors(new Error("no"), "title")).toBeUndefined();
});

test("a label that is not shown is read out all the same", () => {
  render(<Select label="Status" labelHidden options={[["", "Any"]]} />);
  expect(screen.getByText("Status").className).toBe("heard");
  expect(screen.getByRole("combobox", { name: "Status" })).toBeTruthy();
});

test("a form's end says that it was taken, or why not, but for what its fields say themselves", () => {
  const problem = { code: "invalid_request", status: 400, title: "Bad", errors: { title: ["Too long."] } };
  const refused = new TrawlError(400, "invalid_request", "Bad", problem);
  const footer = (sending: { isPending: boolean; isSuccess: boolean; error: unknown }, fields = ["title"]) => (
    <FormFooter action="Save" done="Saved" sending={sending} fields={fields} />
  );
  const { rerender } = render(footer({ isPending: true, isSuccess: false, error: null }));
  expect(screen.getByRole("button", { name: "Save" }).getAttribute("aria-busy")).toBe("true");
  expect(screen.getByRole("status").textContent).toBe("");
  rerender(footer({ isPending: false, isSuccess: true, error: null }));
  expect(screen.getByRole("status").textContent).toBe("Saved");
  rerender(footer({ isPending: false, isSuccess: false, error: refused }));
  expect(screen.queryByRole("alert")).toBeNull();
  rerender(footer({ isPending: false, isSuccess: false, error: refused }, []));
  expect(screen.getByRole("alert").textContent).toContain("Bad");
});

test("what cannot be undone is done by its own button only", () => {
  const [close, confirm] = [vi.fn(), vi.fn()];
  render(
    <ConfirmDialog
      open
      title="Delete this source?"
      action="Delete source"
      onClose={close}
      onConfirm={confirm}
      error={new Error("It runs.")}
    >
      12 pages will be gone.
    </ConfirmDialog>,
  );
  expect(screen.getByRole("dialog", { name: "Delete this source?" })).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toBe("It runs.");
  fireEvent.click(screen.getByRole("button", { name: "Keep it" }));
  expect([close.mock.calls.length, confirm.mock.calls.length]).toEqual([1, 0]);
  fireEvent.click(screen.getByRole("button", { name: "Delete source" }));
  expect(confirm).toHaveBeenCalledOnce();
});

test("where nothing went wrong there is no box", () => {
  const { container } = render(<ErrorBox error={null} />);
  expect(container.childElementCount).toBe(0);
});
