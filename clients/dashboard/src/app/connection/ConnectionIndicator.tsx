import type { ConnectionStatus, Realtime } from "@trawl/client";
import { useConnection, useTrawl } from "@trawl/client/react";
import { useState } from "react";
import { Badge, Button, Dialog, useNow } from "../../ui/index.js";
import { factsOf, nameOf } from "./words.js";
import "./connection.css";

/** Whether what is on the page is live, always in sight; a press tells more. */
export function ConnectionIndicator() {
  const status = useConnection();
  const [open, setOpen] = useState(false);
  const [tone, name] = nameOf(status);
  return (
    <>
      <button type="button" className="connection" aria-label={`Connection: ${name}. Details`} onClick={() => setOpen(true)}>
        <Badge tone={tone}>{name}</Badge>
      </button>
      <span className="heard" role="status">
        {status.state === "connected" || status.state === "idle" ? "" : `Connection: ${name}`}
      </span>
      <Dialog open={open} title="Connection" onClose={() => setOpen(false)}>
        <Details status={status} />
      </Dialog>
    </>
  );
}

function Details({ status }: { status: ConnectionStatus }) {
  // Only what changes by itself is told anew every second.
  useNow((now) => (status.retryAt === null ? 0 : Math.ceil((status.retryAt - now) / 1000)));
  const realtime: Realtime & { retryNow?: () => void } = useTrawl().realtime;
  return (
    <div className="stack">
      <dl className="connection-facts">
        {factsOf(status, Date.now()).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {realtime.retryNow && status.state === "reconnecting" && <Button onClick={() => realtime.retryNow?.()}>Try now</Button>}
    </div>
  );
}
