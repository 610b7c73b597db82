import type { ConnectionStatus } from "@trawl/client";
import { useConnection } from "@trawl/client/react";
import { useState } from "react";
import { Badge, Dialog, useNow } from "../../ui/index.js";
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
  // Drawn anew when the seconds until the next try are others.
  useNow((now) => (status.retryAt === null ? 0 : Math.ceil((status.retryAt - now) / 1000)));
  return (
    <dl className="connection-facts">
      {factsOf(status, Date.now()).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
