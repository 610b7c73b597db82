import type { ReactNode } from "react";
import type { UseWebSocketResult } from "../existing/useWebSocket.js";
import { NotificationList } from "./NotificationList.js";
import { ReportedProgress } from "./ReportedProgress.js";

export interface RealtimeStatusPanelProps {
  /** What `useWebSocket` returned. */
  websocket: UseWebSocketResult;
  /** After how many milliseconds a notification goes by itself; errors stay. 0: never. Defaults to 8000. */
  autoClearMs?: number;
}

/**
 * All that a user is told, at a glance: whether it is live, the place in the queue, progress by stages, badges, notifications.
 * Unstyled but for its class names (`trawl-panel…`); `@trawl/client/react/panel.css` is one way to style them.
 */
export function RealtimeStatusPanel({ websocket, autoClearMs = 8000 }: RealtimeStatusPanelProps): ReactNode {
  const { connected, queuePosition, syncProgress, previewStatus, generationProgress, notifications, errors } = websocket;
  return (
    <section className="trawl-panel" aria-label="Live updates">
      <p className="trawl-panel-connection" role="status" data-connected={connected}>
        {connected ? "Live updates active" : "Live updates interrupted: reconnecting"}
      </p>
      {queuePosition && (
        <p className="trawl-panel-queue" role="status">
          {`Place ${queuePosition.position} of ${queuePosition.total} in the queue`}
          {queuePosition.estimatedWaitTime !== null && `, about ${wait(queuePosition.estimatedWaitTime)} to wait`}
        </p>
      )}
      {syncProgress && <ReportedProgress name="Sync" report={syncProgress} stages={syncStages} />}
      {generationProgress && <ReportedProgress name="Generation" report={generationProgress} />}
      {previewStatus && <Badge name="Preview" report={previewStatus} />}
      <NotificationList notifications={notifications} errors={errors} autoClearMs={autoClearMs} />
      <div className="trawl-panel-clearing">
        {notifications.length > 0 && (
          <button type="button" className="trawl-panel-clear" onClick={websocket.clearNotifications}>
            Clear notifications
          </button>
        )}
        {errors.length > 0 && (
          <button type="button" className="trawl-panel-clear" onClick={websocket.clearErrors}>
            Clear errors
          </button>
        )}
      </div>
    </section>
  );
}

const syncStages = ["validating", "syncing", "launching", "complete"];

function Badge({ name, report }: { name: string; report: Record<string, unknown> }) {
  const status = String(report.status ?? report.state ?? report.message ?? "unknown");
  return (
    <p className="trawl-panel-badge" role="status" data-status={status}>
      {`${name}: ${status}`}
    </p>
  );
}

function wait(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
