import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { ZuordnungszielListe } from '#eakte/eakte.schema.js';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import type { Zuordnung } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { type Detail, decisionOf } from '../posteingang/detail.js';
import type { PlannedVorgang } from '../vorgang/plan-vorgang-dialog.js';

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
  newVorgang: PlannedVorgang | undefined;
  data: Particulars;
  chooseUnit: (id: string) => void;
  chooseVorgang: (target: Target | undefined) => void;
  planVorgang: (planned: PlannedVorgang) => void;
  change: (changes: Partial<Particulars>) => void;
  body: () => z.input<typeof Zuordnung> | undefined;
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

/** The chosen unit where the machine did not propose it. */
const otherUnit = (
  proposed: readonly UnitTarget[],
  units: readonly Organisationseinheit[],
  chosen: string | undefined,
): UnitTarget[] => {
  if (proposed.some((target) => target.id === chosen)) return [];
  return units
    .filter((unit) => unit.id === chosen)
    .map((unit) => ({ id: unit.id, text: `${unit.kuerzel} ${unit.name}` }));
};

const particularsOf = (item: Detail): Particulars => ({
  absender: item.absender ?? '',
  betreff: item.betreff ?? '',
  art: item.art ?? '',
  datumDesSchreibens: '',
});

const bodyOf = (decision: {
  unitId: string | undefined;
  vorgangId: string | undefined;
  newVorgang: PlannedVorgang | undefined;
  data: Particulars;
}): z.input<typeof Zuordnung> | undefined => {
  const { unitId, vorgangId, newVorgang, data } = decision;
  if (unitId === undefined) return undefined;
  return {
    organisationseinheitId: unitId,
    ...(vorgangId === undefined ? {} : { vorgangId }),
    ...(newVorgang === undefined
      ? {}
      : { neuerVorgang: { akteId: newVorgang.akteId, betreff: newVorgang.betreff } }),
    ...optional('absender', data.absender),
    ...optional('betreff', data.betreff),
    ...optional('art', data.art),
    ...optional('datumDesSchreibens', data.datumDesSchreibens),
  };
};

/** Keeps the decision about one item; a chosen Vorgang brings its own unit along. */
export const useAssignment = (item: Detail, units: readonly Organisationseinheit[]): Assignment => {
  const [unitId, setUnit] = useState<string | undefined>(item.organisationseinheit?.id);
  const [vorgangId, setVorgang] = useState<string>();
  const [added, setAdded] = useState<readonly Target[]>([]);
  const [newVorgang, setNewVorgang] = useState<PlannedVorgang>();
  const [data, setData] = useState<Particulars>(() => particularsOf(item));
  const proposed = unitTargets(item, units);
  const candidates = vorgangTargets(item);

  const chooseVorgang = (target: Target | undefined): void => {
    setVorgang(target?.id);
    setNewVorgang(undefined);
    if (target === undefined) return;
    if (!candidates.some((candidate) => candidate.id === target.id)) {
      setAdded((before) => [target, ...before.filter((one) => one.id !== target.id)]);
    }
    const unit =
      target.einheitId === undefined ? findUnitOf(target) : Promise.resolve(target.einheitId);
    unit.then(
      (id) => {
        if (id !== undefined) setUnit(id);
      },
      // The unit stays as chosen; the server refuses a pair that does not fit.
      () => undefined,
    );
  };
  return {
    units: [...proposed, ...otherUnit(proposed, units, unitId)],
    vorgaenge: [...candidates, ...added],
    unitId,
    vorgangId,
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
    body: () => bodyOf({ unitId, vorgangId, newVorgang, data }),
  };
};
