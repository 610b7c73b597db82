import type { Caller } from "../../api/credentials.js";
import { TrawlError } from "../../api/errors.js";
import type { Rest } from "../../api/rest.js";
import type { TrawlEvent } from "../../events.js";
import type { Channel, ChannelObserver, Realtime, Subscription } from "../../realtime/types.js";
import { Store } from "../store.js";
import { applyToUser, MOST, withListed } from "./applyToUser.js";
import { type UserState, unknownUser } from "./userState.js";
import { whoAmI } from "./whoAmI.js";

const AGAIN_AFTER = 5000;

/** What others do with the user's channel. */
export interface UserListener {
  /** The channel stands: what is asked for from now on misses nothing. Again after each reconnect; not `recovered`: with a gap. */
  subscribed?(recovered: boolean): void;
  events?(events: readonly TrawlEvent[]): void;
}

/** The caller's own channel, and `system`. */
export class UserStore extends Store<UserState> {
  readonly #subscriptions: Subscription[] = [];
  readonly #observers = new Set<UserListener>();
  /** Channels that do not stand yet. */
  readonly #awaited = new Set<Channel>();
  /** Notifications that were taken away: no list brings them back. */
  readonly #gone = new Set<string>();
  #hasList = false;
  #wantsList = true;
  #aborted = new AbortController();
  #run = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly realtime: Realtime,
    private readonly rest: Rest,
    private readonly caller: Caller,
  ) {
    super(unknownUser);
  }

  start(): void {
    this.#aborted = new AbortController();
    this.#listen("system", {});
    void this.#begin(++this.#run);
  }

  stop(): void {
    this.#run++;
    this.#aborted.abort();
    this.#awaited.clear();
    clearTimeout(this.#again);
    for (const subscription of this.#subscriptions.splice(0)) subscription.unsubscribe();
  }

  restart(): void {
    this.stop();
    this.#hasList = false;
    this.#gone.clear();
    this.set(unknownUser);
    this.start();
  }

  /** Returns what takes it off. */
  observe(listener: UserListener): () => void {
    this.#observers.add(listener);
    return () => this.#observers.delete(listener);
  }

  clearNotifications = (): void => {
    for (const { id } of this.getState().notifications) this.#gone.add(id);
    this.patch({ notifications: [] });
  };
  clearErrors = (): void => this.patch({ errors: [] });
  dismiss = (id: string): void => {
    const { notifications } = this.getState();
    this.#gone.add(id);
    this.patch({ notifications: notifications.filter((one) => one.id !== id) });
  };

  async #begin(run: number): Promise<void> {
    try {
      const userId = await whoAmI(await this.caller.proof(), this.rest);
      if (run !== this.#run) return;
      this.patch({ userId, error: null });
      this.#listen(`user:${userId}`, {
        subscribed: ({ recovered }) => this.#tell((listener) => listener.subscribed?.(recovered)),
      });
    } catch (error) {
      if (run === this.#run) this.#failed(run, error);
    }
  }

  // A server that is away comes back; one that says no says so until somebody else calls.
  #failed(run: number, error: unknown): void {
    const { status = 0, code = "unexpected" } = error instanceof TrawlError ? error : {};
    this.patch({ error: { code, message: error instanceof Error ? error.message : String(error) } });
    if (status === 0 || status >= 500) this.#again = setTimeout(() => void this.#begin(run), AGAIN_AFTER);
  }

  #listen(channel: Channel, more: ChannelObserver): void {
    this.#awaited.add(channel);
    this.#wantsList = true;
    const subscription = this.realtime.subscribe(channel, {
      ...more,
      subscribed: (answer) => {
        more.subscribed?.(answer);
        this.#subscribed(channel, answer.recovered);
      },
      events: (events) => this.#events(events),
      error: (code, message) => this.patch({ error: { code, message } }),
    });
    this.#subscriptions.push(subscription);
  }

  // Once both channels stand, a list misses nothing; so it is with what a channel could not tell again.
  #subscribed(channel: Channel, recovered: boolean): void {
    this.#awaited.delete(channel);
    this.#wantsList ||= !recovered;
    if (this.#wantsList && this.#awaited.size === 0) void this.#list(this.#aborted.signal);
  }

  // A server that does not answer is asked again when a channel stands again.
  async #list(signal: AbortSignal): Promise<void> {
    this.#wantsList = false;
    const page = await this.rest.get("/api/notifications", { query: { limit: MOST }, signal }).catch(() => null);
    if (signal.aborted) return;
    this.#wantsList ||= page === null;
    if (!page) return;
    const listed = page.items.filter(({ channel, seq }) => !this.#gone.has(`${channel}#${seq}`));
    const before = this.getState().notifications;
    const notifications = withListed(before, listed, this.#hasList);
    this.#hasList = true;
    if (notifications !== before) this.patch({ notifications });
  }

  #events(events: readonly TrawlEvent[]): void {
    this.set(applyToUser(this.getState(), events));
    this.#tell((listener) => listener.events?.(events));
  }

  #tell(what: (listener: UserListener) => void): void {
    for (const listener of [...this.#observers]) what(listener);
  }
}
