import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { Badge, Button, toneOfLevel } from "../../ui/index.js";
import type { Notice } from "../notices.js";
import { useNotices } from "../useNotices.js";
import { useFresh } from "./useFresh.js";
import "./toasts.css";

const names = { info: "Info", success: "Success", warning: "Warning", error: "Error" } as const;

/** What one is told, for some seconds in the corner of whatever page one is on. */
export function Toasts() {
  const { notices } = useNotices();
  const told = useMemo(() => notices.filter(({ isNew }) => isNew), [notices]);
  const [held, setHeld] = useState(false);
  const [fresh, hide] = useFresh(told, held);
  const [here] = useLocation();
  const shown = here === "/notifications" ? [] : fresh;
  return (
    <section
      className="toasts"
      aria-label="New notifications"
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((notice) => (
        <Toast key={notice.id} notice={notice} onHide={() => hide(notice.id)} />
      ))}
    </section>
  );
}

function Toast({ notice, onHide }: { notice: Notice; onHide: () => void }) {
  return (
    <div className="toast">
      <Badge tone={toneOfLevel[notice.level]}>{names[notice.level]}</Badge>
      <div className="toast-words">
        <strong>{notice.title}</strong>
        <p>{notice.message}</p>
        {notice.jobId && <Link href={`/jobs/${notice.jobId}`}>To the job</Link>}
      </div>
      <Button kind="quiet" small aria-label={`Hide: ${notice.title}`} onClick={onHide}>
        ✕
      </Button>
    </div>
  );
}
