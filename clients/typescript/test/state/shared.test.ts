import { expect, test, vi } from "vitest";
import { type Shareable, Shared } from "../../src/state/shared.js";
import { Store } from "../../src/state/store.js";

class Counted extends Store<number> implements Shareable<number> {
  readonly start = vi.fn();
  readonly stop = vi.fn();
  readonly restart = vi.fn();
}

test("a store begins with the first who watches and ends after the last", async () => {
  const shared = new Shared<number, Counted>(() => new Counted(0));
  const one = shared.watch("a");
  const other = shared.watch("a");
  expect(other.store).toBe(one.store);
  expect(one.store.start).toHaveBeenCalledOnce();
  one.close();
  one.close();
  await Promise.resolve();
  expect(one.store.stop).not.toHaveBeenCalled();
  other.close();
  await Promise.resolve();
  expect(one.store.stop).toHaveBeenCalledOnce();
  expect(shared.peek("a")).toBeUndefined();
});

test("who lets go and takes again in one breath keeps it", async () => {
  const shared = new Shared<number, Counted>(() => new Counted(0));
  const first = shared.watch("a");
  first.close();
  const second = shared.watch("a");
  await Promise.resolve();
  expect(second.store).toBe(first.store);
  expect(first.store.stop).not.toHaveBeenCalled();
});

test("a listener hears of each change, until its watch is closed", () => {
  const shared = new Shared<number, Counted>(() => new Counted(0));
  const watch = shared.watch("a");
  const heard = vi.fn();
  watch.subscribe(heard);
  watch.store.set(1);
  watch.store.set(1);
  expect(heard).toHaveBeenCalledOnce();
  watch.close();
  watch.store.set(2);
  expect(heard).toHaveBeenCalledOnce();
  expect(watch.getState()).toBe(2);
});
