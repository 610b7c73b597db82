import { randomUUID } from "node:crypto";
import { cleanup, renderHook } from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, inject } from "vitest";
import { Caller } from "../../src/api/credentials.js";
import { Rest } from "../../src/api/rest.js";
import { TrawlClient, type TrawlClientOptions } from "../../src/index.js";
import { TrawlProvider } from "../../src/react/index.js";
import { CustomJob } from "../live/CustomJob.js";
import { eventually } from "../live/eventually.js";
import { Line } from "../live/Line.js";
import { Held } from "./held.js";

export interface StageOptions extends TrawlClientOptions {
  /** False: the server's address looks as if it needed a network. */
  local?: boolean;
}

/** A page with a client, on a line to a real Trawl. After each test it is taken down, and nothing may be left of it. */
export class Stage {
  private constructor(
    readonly line: Line,
    readonly client: TrawlClient,
    readonly held: Held,
    /** The same user, past the line and its troubles. */
    readonly rest: Rest,
  ) {}

  static async set(held: Held, url: string, { local = true, ...given }: StageOptions): Promise<Stage> {
    const line = await Line.to(url);
    // 0.0.0.0 is this machine, too, but does not look like it.
    const options = {
      url: local ? line.url : line.url.replace("127.0.0.1", "0.0.0.0"),
      userId: `user-${randomUUID()}`,
      ...given,
    };
    return new Stage(line, new TrawlClient(options), held, new Rest(url, new Caller(options)));
  }

  readonly Page = ({ children }: { children: ReactNode }) => <TrawlProvider client={this.client}>{children}</TrawlProvider>;

  /** Renders a hook; `renders` is all that it ever returned. */
  readonly hook = <T, P = undefined>(use: (props: P) => T, props?: P) => this.#render(use, props, this.Page);

  /** The same as React renders it while one develops: every effect twice. */
  readonly strictHook = <T, P = undefined>(use: (props: P) => T, props?: P) =>
    this.#render(use, props, ({ children }) => (
      <StrictMode>
        <this.Page>{children}</this.Page>
      </StrictMode>
    ));

  /** A job of the stage's user. */
  readonly job = (body?: Parameters<typeof CustomJob.submit>[1]): Promise<CustomJob> => CustomJob.submit(this.rest, body);

  async strike(): Promise<void> {
    cleanup();
    this.line.restore();
    // The connection stays for a second, for who comes back. A client that nobody watches with holds nothing at all.
    await eventually(
      () => this.held.left(),
      (left) => left.length === 0,
    );
    this.client.close();
    await this.line.close();
  }

  #render<T, P>(use: (props: P) => T, initialProps: P | undefined, wrapper: typeof this.Page) {
    const renders: T[] = [];
    const rendered = renderHook(
      (props: P) => {
        const result = use(props);
        renders.push(result);
        return result;
      },
      { wrapper, ...(initialProps === undefined ? {} : { initialProps }) },
    );
    return { ...rendered, renders, now: () => rendered.result.current };
  }
}

/** Sets stages for the tests of a file. */
export function stages(url: () => string = () => inject("trawlUrl")) {
  let held: Held;
  const all: Stage[] = [];
  beforeEach(() => {
    held = Held.install();
  });
  afterEach(async () => {
    for (const stage of all.splice(0)) await stage.strike();
  });
  return async (options: StageOptions = {}): Promise<Stage> => {
    const stage = await Stage.set(held, url(), options);
    all.push(stage);
    return stage;
  };
}

/** Something happens to the page itself. */
export function happens(type: string, target: EventTarget = window): void {
  const event = document.createEvent("Event");
  event.initEvent(type, false, false);
  target.dispatchEvent(event);
}
