import { useMe } from "../../app/session/useMe.js";
import { Badge } from "../../ui/index.js";
import type { Editor } from "./cursors.js";

/** Who else has the draft open. */
export function Editors({ editors }: { editors: readonly Editor[] }) {
  const me = useMe()?.userId;
  if (editors.length === 0) return null;
  return (
    <span className="row" aria-live="polite">
      Also here:
      {editors.map(({ window, userId }) => (
        <Badge key={window} tone="accent">
          {userId === me ? "you, elsewhere" : userId}
        </Badge>
      ))}
    </span>
  );
}
