// @vitest-environment node
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { TrawlClient } from "../../src/index.js";
import { TrawlProvider, useJob, useJobs, useRealtime, useSessionWebSocket } from "../../src/react/index.js";

test("on a server the hooks render what is known there, which is nothing, and ask for nothing", () => {
  const fetch = vi.fn();
  const client = new TrawlClient({ url: "http://trawl", fetch });
  function Page() {
    const seen = { job: useJob("j"), list: useJobs(), me: useRealtime(), session: useSessionWebSocket("j") };
    return `${seen.job.isLoading} ${seen.list.isLoading} ${seen.me.connected} ${seen.session.isCompleted}`;
  }
  const page = () => renderToString(<TrawlProvider client={client}>{<Page />}</TrawlProvider>);
  expect(page()).toBe("true true false false");
  expect(fetch).not.toHaveBeenCalled();
  expect(client.realtime.status.state).toBe("idle");
  client.close();
});
