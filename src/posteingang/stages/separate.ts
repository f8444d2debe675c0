import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage, StageResult } from '#pipeline/stage.js';
import { getItem, type NewDecision, saveDecisions } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { listPages } from '../seiten.repository.js';
import { markSheets, markSplit } from '../separation.repository.js';
import { legeBriefeAn } from '../trennung/briefe.js';
import { fremdeBlaetter, planeTrennung, type Trennplan } from '../trennung/plan.js';
import { wasArranged } from '../trennung/seitenordnung.repository.js';
import { deuteStapel } from '../trennung/vorschlag.js';

const decision = (
  run: number,
  facts: Pick<NewDecision, 'wert' | 'konfidenz' | 'gruende'> & Partial<NewDecision>,
): NewDecision => ({
  run,
  art: 'trennung',
  kandidaten: [],
  modell: null,
  personId: null,
  ...facts,
});

const foreignReason = (pages: readonly number[]): string[] =>
  pages.length === 0
    ? []
    : [
        `Seite ${pages.join(', ')}: Code eines Trenn- oder Deckblatts, das diese Poststelle nicht ausgestellt hat`,
      ];

const planReasons = ({ briefe, trennseiten, fremdeBlaetter: foreign }: Trennplan): string[] => [
  `${trennseiten.length} Trennseiten, ${briefe.reduce((sum, { seiten }) => sum + seiten.length, 0)} Seiten in ${briefe.length} Briefen`,
  ...trennseiten.slice(0, 40).map(({ seite, grund }) => `Seite ${seite}: ${grund}`),
  ...foreignReason(foreign),
];

/**
 * Cuts a stack at cover and separator sheets; each letter becomes an item with an Eingangsnummer of its own.
 * Without sheets nothing is cut: what looks like several letters is proposed, and a sure proposal waits for a person.
 */
export const separate = (deps: PosteingangDeps): Stage => {
  const propose = (
    pages: Parameters<typeof deuteStapel>[0],
    { run, foreign }: { run: number; foreign: readonly number[] },
  ): StageResult & { decisions: NewDecision[] } => {
    const deutung = deuteStapel(pages);
    const gruende = [...foreignReason(foreign), ...deutung.gruende];
    if (deutung.schnitte.length === 0 && foreign.length === 0) return { decisions: [] };
    const decisions = [
      decision(run, {
        wert: null,
        konfidenz: deutung.konfidenz,
        gruende,
        kandidaten: deutung.schnitte.map((schnitt) => ({
          wert: String(schnitt.vorSeite),
          anzeige: `Neuer Brief ab Seite ${schnitt.vorSeite}`,
          konfidenz: schnitt.konfidenz,
          gruende: schnitt.gruende,
        })),
      }),
    ];
    // A second run comes from a person who has seen the proposal.
    if (!deutung.sicher || run > 1) return { decisions };
    const text = `Der Stapel ohne Trennblätter enthält vermutlich ${deutung.briefe} Briefe. Bitte unter „Seiten ordnen“ trennen; „Erneut versuchen“ übernimmt ihn als einen Brief.`;
    return {
      decisions,
      next: { kind: 'clearing', reason: { code: 'trennung-vorschlag', text } },
    };
  };

  return {
    name: 'separate',
    queue: 'light',
    run: async ({ itemId, run }) => {
      const { item, pages, arranged } = await asSystem(deps.db, async (tx) => ({
        item: await getItem(tx, itemId),
        pages: await listPages(tx, itemId),
        arranged: await wasArranged(tx, itemId),
      }));
      if (item.parentId !== null || item.mailkopf !== null || arranged) return {};
      const plan = planeTrennung(pages, deps.trennregeln);
      if (plan === undefined) {
        const foreign = fremdeBlaetter(pages, deps.trennregeln);
        const { decisions, next } = propose(pages, { run, foreign });
        return {
          ...(next === undefined ? {} : { next }),
          write: (tx) => saveDecisions(tx, itemId, decisions),
        };
      }
      const letters = plan.briefe.map(({ seiten, deckblatt }) => ({
        seiten: seiten.map((stapelSeite) => ({ stapelSeite })),
        deckblatt,
      }));
      return {
        next: { kind: 'done' },
        write: async (tx) => {
          await legeBriefeAn(tx, item, letters, { newId: deps.newId, firstPosition: 1 });
          await markSheets(tx, itemId, plan.trennseiten);
          await markSplit(tx, itemId);
          await saveDecisions(tx, itemId, [
            decision(run, {
              wert: String(plan.briefe.length),
              konfidenz: 1,
              gruende: planReasons(plan),
            }),
          ]);
        },
      };
    },
  };
};
