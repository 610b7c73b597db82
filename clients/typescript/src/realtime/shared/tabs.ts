import { Hub } from "./hub.js";
import type { Port, ToWorker } from "./messages.js";
import { Tab } from "./tab.js";

// A hidden page's timers run once a minute.
const silentMs = 150_000;
const sweepMs = 30_000;

/** All tabs of an origin, each at the connection that it asked for. */
export class Tabs {
  readonly #hubs = new Map<string, Hub>();
  readonly #silent = new Map<Tab, () => void>();
  #sweep: ReturnType<typeof setInterval> | undefined;

  /** A tab is there. */
  welcome(port: Port): void {
    let tab: Tab | undefined;
    let leave = () => {};
    port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
      if (data.say === "hello") {
        leave();
        [tab, leave] = this.#join(port, data);
      } else if (data.say === "bye") {
        leave();
      } else if (tab && !tab.closed) {
        tab.heed(data);
      } else {
        port.postMessage({ say: "stranger" });
      }
    };
  }

  #join(port: Port, { wanted, lock }: Extract<ToWorker, { say: "hello" }>): [Tab, () => void] {
    const key = JSON.stringify(wanted);
    const hub = this.#hubs.get(key) ?? new Hub(wanted);
    this.#hubs.set(key, hub);
    const tab = new Tab(port, hub.connection);
    const leave = () => {
      if (tab.closed) return;
      tab.close();
      this.#silent.delete(tab);
      if (hub.leave(tab)) this.#hubs.delete(key);
      this.#watchSilence();
    };
    hub.join(tab);
    // Granted when the tab is no more: a crash does not say bye.
    if (lock !== null) navigator.locks.request(lock, leave).catch(() => this.#silent.set(tab, leave));
    else this.#silent.set(tab, leave);
    this.#watchSilence();
    return [tab, leave];
  }

  #watchSilence(): void {
    if (this.#silent.size === 0) {
      clearInterval(this.#sweep);
      this.#sweep = undefined;
      return;
    }
    this.#sweep ??= setInterval(() => {
      for (const [tab, leave] of [...this.#silent]) if (performance.now() - tab.heardAt > silentMs) leave();
    }, sweepMs);
  }
}
