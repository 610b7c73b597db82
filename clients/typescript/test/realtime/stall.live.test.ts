import { afterEach, expect, inject, test } from "vitest";
import { type TransportName, TrawlClient } from "../../src/index.js";
import { CustomJob } from "../live/CustomJob.js";
import { eventually } from "../live/eventually.js";
import { Line } from "../live/Line.js";
import { Recorder, upTo } from "./Recorder.js";

let client: TrawlClient;
afterEach(() => client.close());

test.each<TransportName>(["websocket", "polling"])(
  "over %s a line on which nothing passes is found out and left [S4.4]",
  async (transport) => {
    const line = await Line.to(inject("trawlUrl"));
    const reports = new TrawlClient({ url: inject("trawlUrl"), userId: "stall" });
    const job = await CustomJob.submit(reports.rest);
    client = new TrawlClient({ url: line.url, userId: "stall", transports: [transport] });
    const seen = Recorder.on(client.realtime, `job:${job.id}`, { after: 0 });
    await seen.until(({ seqs }) => seqs.length === 1);
    line.stall();
    await job.model("m", "completed");
    // As when the machine wakes: the line is asked for a sign of life.
    const wakes = document.createEvent("Event");
    wakes.initEvent("online", false, false);
    document.defaultView?.dispatchEvent(wakes);
    await eventually(
      () => client.realtime.status,
      ({ state }) => state === "reconnecting",
    );
    line.cut();
    line.restore();
    await job.complete();
    await seen.until(({ end }) => end !== null, 40_000);
    expect(seen.seqs).toEqual(upTo((await job.now()).seq));
    reports.close();
    await line.close();
  },
  90_000,
);
