import { useEffect } from "react";
import { Link } from "wouter";
import { Badge, Button, Card, EmptyState, ErrorBox, PageTitle, Time, toneOfLevel } from "../ui/index.js";
import type { Notice } from "./notices.js";
import { SendForm } from "./SendForm.js";
import { useNotices } from "./useNotices.js";
import "./notifications.css";

export default function NotificationsPage() {
  const { notices, error, read, sendAway } = useNotices();
  useEffect(() => void read(), [read]);
  const clear = () => sendAway(notices.map(({ id }) => id));
  return (
    <>
      <PageTitle title="Notifications" actions={notices.length > 0 && <Button onClick={clear}>Clear all</Button>} />
      <div className="notifications-columns">
        <Card title="Newest first">
          <ErrorBox error={error} />
          {notices.length === 0 && (
            <EmptyState title="Nothing yet">Notifications, and jobs that fail while this page is open, show up here.</EmptyState>
          )}
          <ul className="notices">
            {notices.map((notice) => (
              <NoticeItem key={notice.id} notice={notice} onDismiss={() => sendAway([notice.id])} />
            ))}
          </ul>
        </Card>
        <SendForm />
      </div>
    </>
  );
}

function NoticeItem({ notice, onDismiss }: { notice: Notice; onDismiss: () => void }) {
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
      <Button kind="quiet" small aria-label={`Dismiss: ${notice.title}`} onClick={onDismiss}>
        ✕
      </Button>
    </li>
  );
}
