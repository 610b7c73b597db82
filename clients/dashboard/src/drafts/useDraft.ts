import { useChannel, useTrawl } from "@trawl/client/react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { DraftStore } from "./draftStore.js";

/** A draft that several change at once. */
export function useDraft(id: string) {
  const { rest } = useTrawl();
  const [store] = useState(() => new DraftStore(id, rest));
  const state = useSyncExternalStore(store.subscribe, store.getState);
  useEffect(() => {
    void store.load();
    return () => store.leave();
  }, [store]);
  useChannel(state.draft ? `user:${state.draft.userId}` : null, {
    // What was missed while there was no connection is in the draft itself.
    subscribed: () => void store.load(),
    events: (events) => {
      for (const event of events) if (event.type === "draft_updated" && event.data.draftId === id) store.told(event.data);
    },
  });
  return { ...state, store };
}
