import { useMe } from "../../app/session/useMe.js";

/** Who else looks at this. Nothing when nobody does. */
export function Watchers({ users }: { users: readonly string[] }) {
  const me = useMe()?.userId;
  if (users.length === 0) return null;
  const names = users.map((user) => (user === me ? "you" : user));
  return (
    <span className="watchers" title={names.join(", ")}>
      Watching: {names.slice(0, 3).join(", ")}
      {names.length > 3 && ` and ${names.length - 3} more`}
    </span>
  );
}
