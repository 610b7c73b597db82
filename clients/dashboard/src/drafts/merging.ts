/** A crawl plan: as much of a submit's body as there is, by field. */
export type Plan = Readonly<Record<string, unknown>>;

/** What another has written into a field while I was at it. */
export interface Conflict {
  /** undefined: they have taken it away. */
  readonly theirs: unknown;
  readonly by: string;
}

/** A draft as it is on the server, and what I have changed of it and not saved. */
export interface Merging {
  readonly version: number;
  /** As it is saved. */
  readonly saved: Plan;
  /** Mine, by field: undefined takes the field away. */
  readonly mine: Plan;
  /** On its way to the server. */
  readonly sending: Plan;
  /** Fields of mine that another has changed since: kept here until I have chosen. */
  readonly conflicts: Readonly<Record<string, Conflict>>;
}

export const opened = (version: number, plan: Plan): Merging => ({ version, saved: plan, mine: {}, sending: {}, conflicts: {} });

/** The plan as I see it: what is saved, and mine over it. */
export function shown({ saved, mine }: Merging): Plan {
  return { ...saved, ...mine };
}

export function edited(state: Merging, field: string, value: unknown): Merging {
  // Back to what it was: nothing to save, and nothing to choose.
  if (isSame(value, state.saved[field]) && !(field in state.sending))
    return { ...state, mine: without(state.mine, field), conflicts: without(state.conflicts, field) };
  return { ...state, mine: { ...state.mine, [field]: value } };
}

/** What is to be saved now: all of mine but what I have to choose about. Empty when there is nothing. */
export function unsaved({ mine, conflicts }: Merging): Plan {
  return Object.fromEntries(Object.entries(mine).filter(([field]) => !(field in conflicts)));
}

export const sent = (state: Merging, fields: Plan): Merging => ({ ...state, sending: fields });

/** The server has taken what was sent. What I have typed since is mine still. */
export function taken(state: Merging, version: number, plan: Plan): Merging {
  const mine = Object.entries(state.mine).filter(
    ([field, value]) => !(field in state.sending && isSame(value, state.sending[field])),
  );
  const before = { ...state, mine: Object.fromEntries(mine) };
  // Others' changes of the same moment are in the answer too.
  return { ...rebased(before, version, plan, ""), sending: {} };
}

/** The server has not taken it: it is mine as before. */
export const refused = (state: Merging): Merging => ({ ...state, sending: {} });

/** An event told of a change: null when one before it is missing, and the draft must be read anew. */
export function told(state: Merging, version: number, changes: Plan, by: string): Merging | null {
  if (version <= state.version) return state;
  if (version > state.version + 1) return null;
  const plan = Object.entries(changes).reduce((all, [field, value]) => changed(all, field, value ?? undefined), state.saved);
  return rebased(state, version, plan, by);
}

/** The draft as it is now. A field that only one of us has changed is that one's; of one that both have, I choose. */
export function rebased(state: Merging, version: number, plan: Plan, by: string): Merging {
  if (version < state.version) return state;
  const conflicts = { ...state.conflicts };
  let mine = state.mine;
  for (const [field, value] of Object.entries(state.mine)) {
    const theirs = plan[field];
    const isMyOwn = field in state.sending && isSame(theirs, state.sending[field]);
    if (isMyOwn || isSame(theirs, state.saved[field])) continue;
    delete conflicts[field];
    if (isSame(theirs, value)) mine = without(mine, field);
    else conflicts[field] = { theirs, by };
  }
  return { ...state, version, saved: plan, mine, conflicts };
}

/** Of a field that both have changed. */
export function chosen(state: Merging, field: string, whose: "mine" | "theirs"): Merging {
  const conflicts = without(state.conflicts, field);
  return { ...state, conflicts, mine: whose === "mine" ? state.mine : without(state.mine, field) };
}

/** Equal as JSON; what is not there is null. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function changed(plan: Plan, field: string, value: unknown): Plan {
  return value === undefined ? without(plan, field) : { ...plan, [field]: value };
}

function without<T>(all: Readonly<Record<string, T>>, field: string): Readonly<Record<string, T>> {
  if (!(field in all)) return all;
  const { [field]: _, ...rest } = all;
  return rest;
}
