import { Link } from "wouter";
import { Icon } from "../app/Icon.js";
import { formatOf } from "../ui/index.js";
import { useNotices } from "./useNotices.js";
import "./notifications.css";

/** The way to the notifications, with how many are new. */
export function Bell() {
  const { unread } = useNotices();
  return (
    <Link
      href="/notifications"
      className="bell"
      aria-label={unread ? `Notifications, ${formatOf(unread, "new", "new")}` : "Notifications"}
    >
      <Icon name="bell" />
      {unread > 0 && <span className="bell-count">{unread > 99 ? "99+" : unread}</span>}
    </Link>
  );
}
