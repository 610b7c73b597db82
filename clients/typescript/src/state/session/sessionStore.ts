import type { Realtime } from "../../realtime/types.js";
import { Store } from "../store.js";
import type { SessionClarification, SessionModelResult, SessionProgress } from "./packets.js";
import { SessionSocket } from "./sessionSocket.js";

/** What `useSessionWebSocket` shows. */
export interface SessionState {
  /** Null until something was told. */
  readonly progress: SessionProgress | null;
  /** Each result as it came: a model that works and is done is told of twice. */
  readonly modelResults: readonly SessionModelResult[];
  /** Each question, and again when it was answered. */
  readonly clarifications: readonly SessionClarification[];
  readonly isCompleted: boolean;
}

export const noSession: SessionState = { progress: null, modelResults: [], clarifications: [], isCompleted: false };

/** One session of a socket's. */
export class SessionStore extends Store<SessionState> {
  readonly socket: SessionSocket;

  constructor(
    readonly sessionId: string,
    realtime: Realtime,
  ) {
    super(noSession);
    this.socket = new SessionSocket(realtime)
      .on("progress", (progress) => this.patch({ progress, isCompleted: progress.status === "COMPLETED" && progress.hasResult }))
      .on("model_result", (result) => this.patch({ modelResults: [...this.getState().modelResults, result] }))
      .on("clarification", (question) => this.patch({ clarifications: [...this.getState().clarifications, question] }))
      .on("completed", () => this.patch({ isCompleted: true }))
      .emit("subscribe", sessionId);
  }

  close(): void {
    this.socket.emit("unsubscribe", this.sessionId).disconnect().off();
  }
}
