import { useRealtime } from "@trawl/client/react";
import { useMemo } from "react";
import { Link } from "wouter";
import { Badge, Button, Card, EmptyState, ErrorBox, PageTitle, Time, toneOfLevel } from "../ui/index.js";
import { type Notice, noticesOf } from "./notices.js";
import { useReading } from "./read.js";
import { SendForm } from "./SendForm.js";
import "./notifications.css";

export default function NotificationsPage() {
  const { notifications, errors, error, clearNotifications, clearErrors, dismiss } = useRealtime();
  const notices = useMemo(() => noticesOf({ notifications, errors }), [notifications, errors]);
  useReading(useMemo(() => notices.map(({ id }) => id), [notices]));
  const clear = () => {
    clearNotifications();
    clearErrors();
  };
  return (
    <>
      <PageTitle title="Notifications" actions={notices.length > 0 && <Button onClick={clear}>Clear all</Button>} />
      <div className="notifications-columns">
        <Card title="Since this page was opened">
          <ErrorBox error={error?.message} />
          {notices.length === 0 && (
            <EmptyState title="Nothing yet">Notifications and failed jobs show up here by themselves.</EmptyState>
          )}
          <ul className="notices">
            {notices.map((notice) => (
              <NoticeItem key={notice.id} notice={notice} onDismiss={notice.jobId ? null : () => dismiss(notice.id)} />
            ))}
          </ul>
        </Card>
        <SendForm />
      </div>
    </>
  );
}

function NoticeItem({ notice, onDismiss }: { notice: Notice; onDismiss: (() => void) | null }) {
  return (
    <li>
      <div>
        <Badge tone={toneOfLevel[notice.level]}>{notice.level}</Badge>
      </div>
      <div className="notices-words">
        <strong>{notice.title}</strong>
        <p>{notice.message}</p>
        <span className="soft small">
          <Time at={notice.timestamp} /> {notice.jobId && <Link href={`/jobs/${notice.jobId}`}>To the job</Link>}
        </span>
      </div>
      {onDismiss && (
        <Button kind="quiet" small aria-label={`Dismiss: ${notice.title}`} onClick={onDismiss}>
          ✕
        </Button>
      )}
    </li>
  );
}
