import type { ClearingEintrag } from '#posteingang/clearingplatz/clearingplatz.schema.js';

/** Where an item stands among the others. */
export interface Neighbours {
  next: string | undefined;
  /** The next that is not decided alike. */
  nextOther: string | undefined;
  previous: string | undefined;
  /** "3 von 12"; empty as long as it is not known. */
  position: string;
  /** Others that are decided alike. */
  alike: readonly ClearingEintrag[];
  entry: ClearingEintrag | undefined;
}

/** Whether nobody else has the item on the screen. */
export const isFree = (entry: ClearingEintrag): boolean => entry.platz === null || entry.platz.ich;

/** What lies around an item; items that somebody else has on the screen are left out. */
export const neighboursOf = (
  queue: readonly ClearingEintrag[],
  id: string,
  waiting: number,
): Neighbours => {
  const at = queue.findIndex((entry) => entry.id === id);
  const entry = queue[at];
  const coming = [...queue.slice(at + 1), ...queue.slice(0, Math.max(0, at))].filter(
    (other) => other.id !== id && isFree(other),
  );
  const previous = at > 0 ? queue.slice(0, at).findLast(isFree) : undefined;
  const group = entry?.gruppe ?? null;
  return {
    next: coming[0]?.id,
    nextOther: coming.find((other) => group === null || other.gruppe !== group)?.id,
    previous: previous?.id,
    position: at < 0 ? '' : `${at + 1} von ${waiting}`,
    alike:
      group === null
        ? []
        : queue.filter((other) => other.gruppe === group && other.id !== id && isFree(other)),
    entry,
  };
};
