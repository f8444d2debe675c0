import { useState } from 'preact/hooks';
import { type Detail, fieldKey } from '../posteingang/detail.js';
import type { QuestionKey } from './questions.js';

type Opened = 'help' | 'abgabe' | undefined;

/** What the person has opened, asked for and pointed at on this item. */
export const useView = (item: Detail) => {
  const [active, setActive] = useState<string>();
  const [opened, setOpened] = useState<Opened>();
  const [wanted, setWanted] = useState<{ key: QuestionKey }>();
  const [particulars, setParticulars] = useState<object>();
  const places = item.felder.flatMap((field, index) =>
    field.box === null ? [] : [fieldKey(field, index)],
  );
  return {
    active,
    setActive,
    opened,
    setOpened,
    wanted,
    setWanted,
    particulars,
    setParticulars,
    nextPlace: () => setActive(places[(places.indexOf(active ?? '') + 1) % places.length]),
  };
};

export type View = ReturnType<typeof useView>;
