import { type Draft, randomKey } from "@trawl/client";
import { useChannel, useTrawl } from "@trawl/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Editor, type EditorTarget, moved, present, tellEveryMs } from "./cursors.js";

/** Who else has the draft open, and in which field; and a way to tell them where one is. */
export function useEditors(draft: Draft | null) {
  const { realtime } = useTrawl();
  const [window] = useState(() => randomKey());
  const [editors, setEditors] = useState<readonly Editor[]>([]);
  const field = useRef<string | null>(null);
  const draftId = draft?.id;
  const channel = draft ? (`user:${draft.userId}` as const) : null;
  const tell = useCallback(
    (more?: Partial<EditorTarget>) => {
      if (channel && draftId) realtime.moveCursor(channel, { target: { draftId, window, field: field.current, ...more } });
    },
    [realtime, channel, draftId, window],
  );
  useChannel(channel, {
    subscribed: () => tell(),
    events: (events) => {
      const now = Date.now();
      for (const event of events)
        if (event.type === "cursor") setEditors((all) => moved(all, event, draftId ?? "", now));
        // Somebody came or went: who came does not know yet who is here.
        else if (event.type === "presence") tell();
    },
  });
  useEffect(() => {
    const timer = setInterval(() => {
      tell();
      setEditors((all) => present(all, Date.now()));
    }, tellEveryMs);
    return () => {
      clearInterval(timer);
      tell({ isLeaving: true });
    };
  }, [tell]);
  const enter = useCallback(
    (name: string | null) => {
      field.current = name;
      tell();
    },
    [tell],
  );
  return { editors, enter };
}
