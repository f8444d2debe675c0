import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import type { VorgangsVorschlag } from '#posteingang/clearingplatz/clearingplatz.schema.js';
import type { Zuordnung } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { useLoad } from '#web/use-load.js';
import type { Detail } from '../posteingang/detail.js';
import type { PlannedVorgang } from '../vorgang/plan-vorgang-dialog.js';
import {
  type Candidate,
  kindCandidates,
  openQuestions,
  type Particulars,
  particularsOf,
  type QuestionKey,
  unitCandidates,
  vorgangCandidates,
} from './questions.js';

/** Stands for "no Vorgang, only the unit". */
export const withoutVorgang = 'ohne';
/** Stands for the Vorgang that is planned. */
export const plannedVorgang = 'neu';

/** What a clerk has decided so far about an item in Clearing. */
export interface Assignment {
  choices: Readonly<Record<QuestionKey, readonly Candidate[]>>;
  chosen: Readonly<Record<QuestionKey, string | undefined>>;
  /** Questions that were open at first; the others are shown as settled. */
  open: readonly QuestionKey[];
  /** The question that the number keys answer. */
  asked: QuestionKey | undefined;
  ask: (key: QuestionKey | undefined) => void;
  choose: (key: QuestionKey, id: string) => void;
  /** Chooses what was not proposed. */
  add: (key: QuestionKey, candidate: Candidate) => void;
  planVorgang: (planned: PlannedVorgang) => void;
  newVorgang: PlannedVorgang | undefined;
  /** The dialog for a new Vorgang is open. */
  planning: boolean;
  setPlanning: (planning: boolean) => void;
  data: Particulars;
  change: (changes: Partial<Particulars>) => void;
  body: () => z.input<typeof Zuordnung> | undefined;
}

const withChosen = (
  proposed: readonly Candidate[],
  chosen: string | undefined,
  others: readonly Candidate[],
): Candidate[] => {
  const other = others.find((one) => one.id === chosen);
  return proposed.some((one) => one.id === chosen) || other === undefined
    ? [...proposed]
    : [...proposed, other];
};

const newText = (
  planned: PlannedVorgang | undefined,
  proposal: Proposal | undefined,
): Candidate => {
  if (planned !== undefined)
    return { id: plannedVorgang, text: `Neu: ${planned.betreff} (Akte ${planned.akteText})` };
  if (proposal === undefined) return { id: plannedVorgang, text: 'Neuer Vorgang …' };
  return {
    id: plannedVorgang,
    text: `Neuer Vorgang: ${proposal.betreff}`,
    gruende: [`Akte ${proposal.akte}`, proposal.position, proposal.grund],
  };
};

type Chosen = Record<QuestionKey, string | undefined>;

const bodyOf = (
  item: Detail,
  chosen: Chosen,
  newVorgang: PlannedVorgang | undefined,
  data: Particulars,
): z.input<typeof Zuordnung> | undefined => {
  if (chosen.einheit === undefined) return undefined;
  const read = particularsOf(item);
  const changed = (['absender', 'betreff', 'datumDesSchreibens'] as const).flatMap((key) => {
    const value = data[key].trim();
    return value === '' || value === read[key] ? [] : [[key, value] as const];
  });
  return {
    organisationseinheitId: chosen.einheit,
    ...(chosen.vorgang === withoutVorgang ||
    chosen.vorgang === plannedVorgang ||
    chosen.vorgang === undefined
      ? {}
      : { vorgangId: chosen.vorgang }),
    ...(chosen.vorgang === plannedVorgang && newVorgang !== undefined
      ? { neuerVorgang: { akteId: newVorgang.akteId, betreff: newVorgang.betreff } }
      : {}),
    ...(chosen.art === undefined ? {} : { art: chosen.art }),
    ...Object.fromEntries(changed),
  };
};

type Proposal = NonNullable<z.infer<typeof VorgangsVorschlag>['vorschlag']>;

/** Where a new Vorgang would be made in the chosen unit; asked while the letter is read. */
const useProposal = (id: string, unitId: string | undefined): Proposal | undefined => {
  const answer = useLoad(unitId === undefined ? undefined : `${id} ${unitId}`, (signal) =>
    api.get<z.infer<typeof VorgangsVorschlag>>(`/api/clearing/${id}/vorgangsvorschlag`, {
      query: { organisationseinheitId: unitId },
      signal,
    }),
  );
  return answer.loading ? undefined : (answer.data?.vorschlag ?? undefined);
};

/** Keeps the decision about one item; a chosen Vorgang brings its own unit along. */
export const useAssignment = (item: Detail, units: readonly Organisationseinheit[]): Assignment => {
  const [open] = useState(() => openQuestions(item, units));
  const [asked, setAsked] = useState<QuestionKey | undefined>(open[0]);
  const [answered, setAnswered] = useState<readonly QuestionKey[]>([]);
  const [chosen, setChosen] = useState<Chosen>(() => ({
    einheit: item.organisationseinheit?.id ?? unitCandidates(item, units)[0]?.id,
    vorgang: withoutVorgang,
    art: item.art ?? undefined,
  }));
  const [added, setAdded] = useState<readonly Candidate[]>([]);
  const [newVorgang, setNewVorgang] = useState<PlannedVorgang>();
  const [planning, setPlanning] = useState(false);
  const proposal = useProposal(item.id, chosen.einheit);
  const [data, setData] = useState<Particulars>(() => particularsOf(item));

  const kinds = kindCandidates(item);
  const otherUnits = units.map(({ id, kuerzel, name }) => ({ id, text: `${kuerzel} ${name}` }));
  const choices: Record<QuestionKey, Candidate[]> = {
    einheit: withChosen(unitCandidates(item, units), chosen.einheit, otherUnits),
    vorgang: [
      ...vorgangCandidates(item),
      ...added,
      { id: withoutVorgang, text: 'Ohne Vorgang in den Postkorb der Einheit' },
      newText(newVorgang, proposal),
    ],
    art: withChosen(kinds, chosen.art, chosen.art ? [{ id: chosen.art, text: chosen.art }] : []),
  };

  const set = (changes: Partial<Chosen>): void =>
    setChosen((before) => ({ ...before, ...changes }));
  const takeNew = (): void => {
    if (newVorgang === undefined && proposal !== undefined && chosen.einheit !== undefined) {
      const { akteId, akte, betreff } = proposal;
      setNewVorgang({ akteId, akteText: akte, betreff, einheitId: chosen.einheit });
    }
    set({ vorgang: plannedVorgang });
  };
  const next = (key: QuestionKey): void => {
    const done = [...answered, key];
    setAnswered(done);
    setAsked(open.find((one) => !done.includes(one)));
  };
  const take = (key: QuestionKey, target: Candidate): void => {
    if (key === 'einheit') {
      setNewVorgang(undefined);
      set({ einheit: target.id, vorgang: withoutVorgang });
    } else if (key === 'art') set({ art: target.id });
    else if (target.id === withoutVorgang) set({ vorgang: withoutVorgang });
    else if (target.id === plannedVorgang && newVorgang === undefined && proposal === undefined) {
      setPlanning(true);
      return;
    } else if (target.id === plannedVorgang) takeNew();
    // The Vorgang knows whose it is; the server refuses a pair that does not fit.
    else
      set({
        vorgang: target.id,
        ...(target.einheitId === undefined ? {} : { einheit: target.einheitId }),
      });
    next(key);
  };
  return {
    choices,
    chosen,
    open,
    asked,
    ask: setAsked,
    choose: (key, id) => {
      const target = choices[key].find((one) => one.id === id);
      if (target !== undefined) take(key, target);
    },
    add: (key, candidate) => {
      if (key === 'vorgang' && !choices.vorgang.some((one) => one.id === candidate.id))
        setAdded((before) => [candidate, ...before]);
      take(key, candidate);
    },
    planVorgang: (planned) => {
      setPlanning(false);
      setNewVorgang(planned);
      set({ vorgang: plannedVorgang, einheit: planned.einheitId });
      next('vorgang');
    },
    newVorgang: chosen.vorgang === plannedVorgang ? newVorgang : undefined,
    planning,
    setPlanning,
    data,
    change: (changes) => setData((before) => ({ ...before, ...changes })),
    body: () => bodyOf(item, chosen, newVorgang, data),
  };
};
