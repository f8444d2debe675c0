import { findRegisterByKey, findRegisterNear, geschaeftszeichenSchluessel } from '#eakte/index.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import type { Stage } from '#pipeline/stage.js';
import {
  decideRouting,
  matchGeschaeftszeichen,
  type RoutingDecision,
  type VorgangRegister,
} from '#understanding/index.js';
import { bezugCandidates, findBezug, recordMeldung, withBezug } from '../bezug.js';
import { setDecided } from '../clearing.repository.js';
import { doppelHint, findFollowed, withDoppel } from '../doppel/route-doppel.js';
import { empfangseinheit } from '../empfangseinheit.js';
import { describeItem, type NewDecision, saveDecisions } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { readItem } from '../reading.js';
import { leitwegEinheit } from '../rechnung.leitweg.js';
import { acceptanceRulesFor, recordAnswer } from '../selbstannahme/annahme.js';
import { blaetterFehlen, deckblattMatch } from '../trennung/deckblatt.js';
import { listVorgangKandidaten } from '../vorgang-kandidaten.js';
import { zustaendigkeitsHinweise } from '../zustaendigkeit/zustaendigkeit.js';

/** Finds exactly one Vorgang, or hands the letter to Clearing with ranked candidates and their reasons. */
export const matchVorgang = (deps: PosteingangDeps): Stage => {
  const { db } = deps;
  const register: VorgangRegister = {
    byKey: (key) => asSystem(db, (tx) => findRegisterByKey(tx, key)),
    near: (key) => asSystem(db, (tx) => findRegisterNear(tx, key)),
  };

  const toDecisions = (decision: RoutingDecision, run: number): NewDecision[] =>
    (['einheit', 'vorgang'] as const).map((question) => ({
      run,
      art: question === 'einheit' ? ('organisationseinheit' as const) : ('vorgang' as const),
      wert: decision[question].value,
      konfidenz: decision[question].confidence,
      kandidaten: decision[question].candidates.map((one) => ({
        wert: one.value,
        anzeige: one.label,
        konfidenz: one.confidence,
        gruende: [...one.reasons],
      })),
      gruende: decision[question].reasons,
      modell: decision.modelVersion,
      personId: null,
    }));

  return {
    name: 'matchVorgang',
    queue: 'light',
    run: async ({ itemId, run }) => {
      const { item, extraction } = await asSystem(db, (tx) => readItem(tx, itemId, deps));
      const units = await asSystem(db, listEinheiten);
      const byLeitwegId = await asSystem(db, (tx) => leitwegEinheit(tx, itemId, units));
      const { addressed, regeln, acceptance } = await asSystem(db, async (tx) => ({
        addressed: await empfangseinheit(tx, itemId, units),
        regeln: await zustaendigkeitsHinweise(tx, {
          extraction,
          art: item.art,
          tag: item.eingangsdatum,
        }),
        acceptance: await acceptanceRulesFor(tx, deps, {
          id: itemId,
          extraction,
          excluded: byLeitwegId && 'Die Rechnung nennt die Leitweg-ID der Einheit.',
        }),
      }));
      const classifier = await deps.classifier();
      const prediction = classifier.predict(extraction.text);
      const bezug = await findBezug(deps, item);
      const followed = await asSystem(db, (tx) => findFollowed(tx, itemId));
      const hint = byLeitwegId?.hint ?? doppelHint(followed);
      const match =
        (await deckblattMatch(db, item)) ??
        withDoppel(
          followed,
          withBezug(
            bezug,
            await matchGeschaeftszeichen(extraction, {
              register,
              fold: geschaeftszeichenSchluessel,
            }),
          ),
        );
      const topUnit = prediction.einheit[0]?.value;
      const decision = decideRouting({
        extraction,
        prediction,
        match,
        candidates:
          match.outcome === 'found'
            ? []
            : [
                ...bezugCandidates(bezug),
                ...(await asSystem(db, (tx) => listVorgangKandidaten(tx, extraction))),
              ],
        words:
          topUnit === undefined
            ? {}
            : { einheit: classifier.explain(extraction.text, 'einheit', topUnit) },
        // A Leitweg-ID is the more exact address of an invoice, and so is the way of the letter that came before.
        addressed: hint === undefined ? addressed : undefined,
        acceptance,
        rules: { units, hints: [...regeln, ...(hint === undefined ? [] : [hint])] },
      });
      // An invoice needs no Vorgang to reach those who pay it, nor does what repeats an item without one; a Zeichen that does not fit still asks for a person.
      const isRouted = hint !== undefined && match.outcome === 'none' && match.read === null;
      const clearing = blaetterFehlen(item, run) ?? (isRouted ? undefined : decision.clearing);
      const einheit = units.find((unit) => unit.kuerzel === decision.einheit.value);
      return {
        write: async (tx) => {
          await saveDecisions(tx, itemId, toDecisions(decision, run));
          const needsPerson = clearing !== undefined;
          await recordAnswer(tx, deps, { id: itemId, extraction, decision, needsPerson });
          await setDecided(tx, itemId, {
            organisationseinheitId: einheit?.id ?? null,
            vorgangId: decision.vorgang.value,
          });
          if (match.outcome === 'found')
            await describeItem(tx, itemId, { geschaeftszeichen: match.geschaeftszeichen });
          await recordMeldung(tx, deps, { bezug, posteingangId: itemId, text: extraction.text });
        },
        ...(clearing === undefined ? {} : { next: { kind: 'clearing', reason: clearing } }),
      };
    },
  };
};
