/** The list with one of it replaced, or added at the end: the others keep their identity. */
export function upsert<T>(list: readonly T[], one: T, isSame: (other: T) => boolean): T[] {
  const at = list.findIndex(isSame);
  return at < 0 ? [...list, one] : list.map((other, index) => (index === at ? one : other));
}

/** The last so many of a list and what follows it; the list itself when nothing does. */
export function newest<T>(list: readonly T[], more: readonly T[], limit: number): readonly T[] {
  if (more.length === 0) return list;
  if (more.length >= limit) return more.slice(more.length - limit);
  return [...list.slice(Math.max(0, list.length + more.length - limit)), ...more];
}
