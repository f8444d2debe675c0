import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { ZuordnungszielListe } from '#eakte/eakte.schema.js';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import type { Zuordnung } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { type Detail, decisionOf } from '../posteingang/detail.js';

/** A Vorgang that the item may go to. */
export interface Target {
  id: string;
  text: string;
  konfidenz?: number;
  gruende?: readonly string[];
  einheitId?: string;
}

/** A unit that the item may go to. */
export interface UnitTarget {
  id: string;
  text: string;
  konfidenz?: number;
  gruende?: readonly string[];
}

/** What a clerk has decided so far about an item in Clearing. */
export interface Assignment {
  units: readonly UnitTarget[];
  vorgaenge: readonly Target[];
  unitId: string | undefined;
  vorgangId: string | undefined;
  newVorgang: NewVorgang | undefined;
  data: Particulars;
  chooseUnit: (id: string) => void;
  chooseVorgang: (target: Target | undefined) => void;
  planVorgang: (planned: NewVorgang) => void;
  change: (changes: Partial<Particulars>) => void;
  body: () => z.input<typeof Zuordnung> | undefined;
}

export interface NewVorgang {
  akteId: string;
  akteText: string;
  einheitId: string;
  betreff: string;
}

/** What the clerk may put right about the letter itself. */
export interface Particulars {
  absender: string;
  betreff: string;
  art: string;
  datumDesSchreibens: string;
}

/** Below this a candidate is only noise; the best one is always shown. */
const leastConfidence = 0.02;
const mostCandidates = 4;

const candidatesOf = (item: Detail, art: 'organisationseinheit' | 'vorgang') =>
  (decisionOf(item, art)?.kandidaten ?? [])
    .filter((candidate, index) => index === 0 || candidate.konfidenz >= leastConfidence)
    .slice(0, mostCandidates);

const unitTargets = (item: Detail, units: readonly Organisationseinheit[]): UnitTarget[] =>
  candidatesOf(item, 'organisationseinheit').flatMap((candidate) => {
    const unit = units.find(
      (known) => known.kuerzel === candidate.wert || known.id === candidate.wert,
    );
    return unit === undefined
      ? []
      : [
          {
            id: unit.id,
            text: `${unit.kuerzel} ${unit.name}`,
            konfidenz: candidate.konfidenz,
            gruende: candidate.gruende,
          },
        ];
  });

const vorgangTargets = (item: Detail): Target[] =>
  candidatesOf(item, 'vorgang').map((candidate) => ({
    id: candidate.wert,
    text: candidate.anzeige,
    konfidenz: candidate.konfidenz,
    gruende: candidate.gruende,
  }));

/** The unit in charge of a Vorgang, by the Geschäftszeichen that its text begins with. */
const findUnitOf = async (target: Target): Promise<string | undefined> => {
  const [zeichen = ''] = target.text.split(/\s/);
  if (zeichen.length < 3) return undefined;
  const answer = await api.get<z.infer<typeof ZuordnungszielListe>>(
    '/api/vorgaenge/zuordnungsziel',
    { query: { zeichen } },
  );
  return answer.ziele.find((found) => found.id === target.id)?.organisationseinheit.id;
};

const optional = (name: keyof Particulars, value: string): Record<string, string> =>
  value.trim() === '' ? {} : { [name]: value.trim() };

/** Keeps the decision about one item; a chosen Vorgang brings its own unit along. */
export const useAssignment = (item: Detail, units: readonly Organisationseinheit[]): Assignment => {
  const [chosenUnit, setUnit] = useState<string | undefined>(item.organisationseinheit?.id);
  const [vorgang, setVorgang] = useState<Target>();
  const [added, setAdded] = useState<readonly Target[]>([]);
  const [newVorgang, setNewVorgang] = useState<NewVorgang>();
  const [data, setData] = useState<Particulars>({
    absender: item.absender ?? '',
    betreff: item.betreff ?? '',
    art: item.art ?? '',
    datumDesSchreibens: '',
  });
  const proposed = unitTargets(item, units);
  const isProposed = proposed.some((target) => target.id === chosenUnit);
  const other = units.find((unit) => unit.id === chosenUnit);
  const otherTargets =
    isProposed || other === undefined
      ? []
      : [{ id: other.id, text: `${other.kuerzel} ${other.name}` }];

  const chooseVorgang = (target: Target | undefined): void => {
    setVorgang(target);
    setNewVorgang(undefined);
    if (target === undefined) return;
    const known = vorgangTargets(item).some((candidate) => candidate.id === target.id);
    if (!known) setAdded((before) => [target, ...before.filter((one) => one.id !== target.id)]);
    if (target.einheitId !== undefined) setUnit(target.einheitId);
    else {
      findUnitOf(target).then(
        (unit) => {
          if (unit !== undefined) setUnit(unit);
        },
        // The unit stays as chosen; the server refuses a pair that does not fit.
        () => undefined,
      );
    }
  };
  return {
    units: [...proposed, ...otherTargets],
    vorgaenge: [...vorgangTargets(item), ...added],
    unitId: chosenUnit,
    vorgangId: vorgang?.id,
    newVorgang,
    data,
    chooseUnit: (id) => {
      setUnit(id);
      setVorgang(undefined);
      setNewVorgang(undefined);
    },
    chooseVorgang,
    planVorgang: (planned) => {
      setNewVorgang(planned);
      setVorgang(undefined);
      setUnit(planned.einheitId);
    },
    change: (changes) => setData((before) => ({ ...before, ...changes })),
    body: () =>
      chosenUnit === undefined
        ? undefined
        : {
            organisationseinheitId: chosenUnit,
            ...(vorgang === undefined ? {} : { vorgangId: vorgang.id }),
            ...(newVorgang === undefined
              ? {}
              : { neuerVorgang: { akteId: newVorgang.akteId, betreff: newVorgang.betreff } }),
            ...optional('absender', data.absender),
            ...optional('betreff', data.betreff),
            ...optional('art', data.art),
            ...optional('datumDesSchreibens', data.datumDesSchreibens),
          },
  };
};
