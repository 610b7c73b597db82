import { type Draft, type EventData, type Problem, type Rest, TrawlError } from "@trawl/client";
import { type bodyOf, errorsByField } from "../jobs/plan/values.js";
import { chosen, edited, type Merging, opened, type Plan, rebased, refused, sent, taken, told, unsaved } from "./merging.js";

export interface DraftState {
  /** As it was read last; its plan is in `merging`. Null until then. */
  readonly draft: Draft | null;
  readonly merging: Merging;
  /** What the server does not take, by field. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly isSaving: boolean;
  /** Why it could not be read or saved the last time. */
  readonly error: TrawlError | null;
  /** The job that it became. */
  readonly jobId: string | null;
  readonly isDeleted: boolean;
}

const nothing: DraftState = {
  draft: null,
  merging: opened(0, {}),
  errors: {},
  isSaving: false,
  error: null,
  jobId: null,
  isDeleted: false,
};

// What is submitted is what was looked at.
const changedMeanwhile = new TrawlError(
  412,
  "version_conflict",
  "Somebody has changed the plan meanwhile. Look at it, and press again.",
);

/** How long after the last key a change is sent. */
const pauseMs = 600;

/** One draft as this window has it: saves what is changed here, takes in what others change. */
export class DraftStore {
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly id: string,
    private readonly rest: Rest,
  ) {}

  getState = (): DraftState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async load(): Promise<void> {
    try {
      this.#read(await this.rest.get("/api/drafts/{id}", { path: { id: this.id } }));
      this.#set({ error: null });
      this.#saveSoon();
    } catch (error) {
      this.#failed(error);
    }
  }

  edit(field: string, value: unknown): void {
    this.#set({ merging: edited(this.#state.merging, field, value), errors: this.#errorsBut([field]), error: null });
    this.#saveSoon();
  }

  choose(field: string, whose: "mine" | "theirs"): void {
    this.#set({ merging: chosen(this.#state.merging, field, whose), errors: this.#errorsBut([field]) });
    void this.save();
  }

  told({ version, changes, by, jobId, deleted }: EventData["draft_updated"]): void {
    if (deleted) return this.#set({ isDeleted: true });
    const merging = told(this.#state.merging, version, changes, by);
    if (merging === null) return void this.load();
    this.#set({ merging, jobId: jobId ?? this.#state.jobId, errors: this.#errorsBut(Object.keys(changes)) });
    this.#saveSoon();
  }

  /** Saves what is not saved, but what the server has refused as it is. Resolves when there is nothing more to do at once. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    const { merging, errors, isSaving, draft, jobId, isDeleted } = this.#state;
    const fields = Object.fromEntries(Object.entries(unsaved(merging)).filter(([field]) => !(field in errors)));
    if (isSaving || !draft || jobId || isDeleted || Object.keys(fields).length === 0) return;
    this.#set({ isSaving: true, merging: sent(merging, fields) });
    try {
      const saved = await this.rest.patch("/api/drafts/{id}", {
        path: { id: this.id },
        body: patchOf(fields),
        headers: { "If-Match": `"${merging.version}"` },
      });
      this.#set({
        draft: saved,
        merging: taken(this.#state.merging, saved.version, saved.plan as Plan),
        isSaving: false,
        error: null,
      });
    } catch (error) {
      this.#set({ merging: refused(this.#state.merging), isSaving: false });
      if (!this.#settle(error, Object.keys(fields))) return;
    }
    await this.save();
  }

  /** Makes a job of it. Resolves with the job's id; null when something is in the way, which the state then says. */
  async submit(): Promise<string | null> {
    this.#set({ error: null });
    await this.save();
    const { merging } = this.#state;
    if (Object.keys(merging.mine).length > 0) return null;
    try {
      const job = await this.rest.post("/api/drafts/{id}/submit", {
        path: { id: this.id },
        headers: { "If-Match": `"${merging.version}"` },
      });
      return job.id;
    } catch (error) {
      if (this.#settle(error, [])) this.#failed(changedMeanwhile);
      return this.#state.jobId;
    }
  }

  /** What was typed last is not lost with the page. */
  leave(): void {
    void this.save();
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), pauseMs);
  }

  #errorsBut(fields: readonly string[]): DraftState["errors"] {
    return Object.fromEntries(Object.entries(this.#state.errors).filter(([field]) => !fields.includes(field)));
  }

  /** Whether there is a point in saving once more: what was refused is told apart from the rest now. */
  #settle(error: unknown, fields: readonly string[]): boolean {
    const problem = problemOf(error);
    if (problem?.draft) {
      this.#read(problem.draft);
      return true;
    }
    const errors = errorsByField(problem?.errors);
    this.#set({ errors: { ...this.#state.errors, ...errors }, jobId: problem?.jobId ?? this.#state.jobId });
    if (Object.keys(errors).length === 0) this.#failed(error);
    return fields.some((field) => field in errors);
  }

  #read(draft: Draft): void {
    const { draft: before, merging } = this.#state;
    const plan = draft.plan as Plan;
    const next = before ? rebased(merging, draft.version, plan, draft.updatedBy) : opened(draft.version, plan);
    this.#set({ draft, merging: next, jobId: draft.jobId });
  }

  #failed(error: unknown): void {
    this.#set({ error: error instanceof TrawlError ? error : new TrawlError(0, "unexpected", String(error)) });
  }

  #set(part: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A refusal says what is so instead, so that nobody has to ask for it. */
function problemOf(error: unknown): (Problem & { draft?: Draft; jobId?: string }) | undefined {
  return error instanceof TrawlError ? error.problem : undefined;
}

/** A merge patch: null takes a field away. */
function patchOf(fields: Plan) {
  const patch = Object.entries(fields).map(([field, value]) => [field, value ?? null]);
  return Object.fromEntries(patch) as ReturnType<typeof bodyOf>;
}
