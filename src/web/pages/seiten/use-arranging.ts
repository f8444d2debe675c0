import { useEffect, useRef, useState } from 'preact/hooks';
import type { Seitenordnung } from '#posteingang/trennung/seitenordnung.schema.js';
import { announce, notify } from '#web/ui/toast.js';
import { type Deed, deeds, neighbour } from './deeds.js';
import {
  type Arrangement,
  arrangementOf,
  isSame,
  movePage,
  type Place,
  takeBack,
  touchedInVain,
} from './order.js';

/** The arranging of one stack until it is sent. */
export interface Arranging {
  now: Arrangement;
  place: Place;
  /** Whether something is not sent yet. */
  dirty: boolean;
  canStepBack: boolean;
  select: (place: Place) => void;
  /** Moves the choice to the page before or behind. */
  walk: (by: -1 | 1) => void;
  act: (key: string) => void;
  drop: (from: Place, to: Place) => void;
  recover: (stapelSeite: number) => void;
  stepBack: () => void;
  discard: () => void;
}

const first: Place = { letter: 0, page: 0 };

interface Step {
  now: Arrangement;
  place: Place;
}

/** Arranges the pages of a stack step by step; each step can be taken back until the whole is sent. */
export const useArranging = (order: Seitenordnung): Arranging => {
  const [step, setStep] = useState<Step>(() => ({ now: arrangementOf(order), place: first }));
  const [past, setPast] = useState<readonly Step[]>([]);
  const shown = useRef(order);
  const { now, place } = step;
  const known = arrangementOf(order);
  const dirty = !isSame(known, now);
  useEffect(() => {
    if (shown.current === order) return;
    // What a person has begun stays; the server refuses it if the order has become another one meanwhile.
    const mayReplace = shown.current.version !== order.version || !dirty;
    shown.current = order;
    if (!mayReplace) return;
    setStep((before) => ({ now: arrangementOf(order), place: clamp(order, before.place) }));
    setPast([]);
  }, [order, dirty]);

  const change = (deed: Deed | undefined): void => {
    if (deed === undefined) return;
    const fixed = touchedInVain(now.letters, deed.arrangement.letters);
    if (fixed !== undefined) {
      notify('info', fixed.note ?? `${fixed.title} lässt sich nicht ändern.`);
      return;
    }
    setPast((before) => [...before.slice(-99), step]);
    setStep({ now: deed.arrangement, place: deed.place });
    announce(deed.said);
  };

  return {
    now,
    place,
    dirty,
    canStepBack: past.length > 0,
    select: (to) => setStep({ now, place: to }),
    walk: (by) => setStep({ now, place: neighbour(now, place, by) }),
    act: (key) => change(deeds.find((deed) => deed.key === key)?.work(now, place)),
    drop: (from, to) => {
      const page = now.letters[from.letter]?.pages[from.page];
      const letters = movePage(now.letters, from, to);
      const at = placeOf(letters, page?.stapelSeite);
      if (page === undefined || at === undefined) return;
      change({
        arrangement: { ...now, letters },
        place: at,
        said: `Seite ${page.stapelSeite} verschoben nach ${letters[at.letter]?.title ?? ''}`,
      });
    },
    recover: (stapelSeite) => {
      const taken = takeBack(now, stapelSeite);
      if (taken === undefined)
        notify('info', 'Kein Brief dieses Stapels lässt sich gerade ändern.');
      else change({ ...taken, said: `Seite ${stapelSeite} gehört wieder zu einem Brief` });
    },
    stepBack: () => {
      const before = past.at(-1);
      if (before === undefined) return;
      setPast(past.slice(0, -1));
      setStep(before);
      announce('Letzten Schritt zurückgenommen');
    },
    discard: () => {
      setPast([]);
      setStep({ now: known, place: first });
      announce('Alle nicht übernommenen Änderungen sind verworfen.');
    },
  };
};

const placeOf = (
  letters: Arrangement['letters'],
  stapelSeite: number | undefined,
): Place | undefined => {
  for (const [letter, { pages }] of letters.entries()) {
    const page = pages.findIndex((one) => one.stapelSeite === stapelSeite);
    if (page >= 0) return { letter, page };
  }
  return undefined;
};

const clamp = (order: Seitenordnung, { letter, page }: Place): Place => {
  const at = Math.min(letter, order.briefe.length - 1);
  return { letter: at, page: Math.min(page, (order.briefe[at]?.seiten.length ?? 1) - 1) };
};
