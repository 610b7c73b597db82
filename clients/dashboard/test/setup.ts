import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Some tests are about files, and run without a page.
const inPage = typeof document !== "undefined";

// A machine that builds beside it is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  if (!inPage) return;
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});

// jsdom has the element, not what it does.
if (inPage) {
  HTMLDialogElement.prototype.showModal ??= function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function close() {
    this.open = false;
  };
}
