import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { RealtimeStatusPanel, useWebSocket } from "../../../../src/react/index.js";
import "../../../../src/react/panel/panel.css";

/** A page of somebody else's: a heading, the panel, and nothing that helps it to look well. */
function Page() {
  // Nothing goes while it is looked at.
  const [autoClearMs, clearAfter] = useState(0);
  Object.assign(globalThis, { clearAfter });
  const userId = new URLSearchParams(location.search).get("user") ?? "";
  const websocket = useWebSocket({ url: location.origin, userId });
  return (
    <>
      <h1>Somebody's page</h1>
      <RealtimeStatusPanel websocket={websocket} autoClearMs={autoClearMs} />
    </>
  );
}

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
