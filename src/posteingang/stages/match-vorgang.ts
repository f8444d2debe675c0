import {
  findCandidates,
  findRegisterByIds,
  findRegisterByKey,
  findRegisterNear,
  geschaeftszeichenSchluessel,
} from '#eakte/index.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import type { Stage } from '#pipeline/stage.js';
import {
  decideRouting,
  type Extraction,
  matchGeschaeftszeichen,
  type RoutingDecision,
  type VorgangCandidate,
  type VorgangRegister,
} from '#understanding/index.js';
import { bezugCandidates, findBezug, recordMeldung, withBezug } from '../bezug.js';
import { setDecided } from '../clearing.repository.js';
import { empfangseinheit } from '../empfangseinheit.js';
import { describeItem, type NewDecision, saveDecisions } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { displaySender, readItem } from '../reading.js';
import { leitwegEinheit } from '../rechnung.leitweg.js';
import { acceptanceRulesFor, recordAnswer } from '../selbstannahme/annahme.js';
import { blaetterFehlen, deckblattMatch } from '../trennung/deckblatt.js';
import { zustaendigkeitsHinweise } from '../zustaendigkeit/zustaendigkeit.js';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Finds exactly one Vorgang, or hands the letter to Clearing with ranked candidates and their reasons. */
export const matchVorgang = (deps: PosteingangDeps): Stage => {
  const { db } = deps;
  const register: VorgangRegister = {
    byKey: (key) => asSystem(db, (tx) => findRegisterByKey(tx, key)),
    near: (key) => asSystem(db, (tx) => findRegisterNear(tx, key)),
  };

  /** Vorgänge that fit sender or subject; offered to the clerk, never taken alone. */
  const candidatesFor = (extraction: Extraction): Promise<VorgangCandidate[]> =>
    asSystem(db, async (tx) => {
      const { sender } = extraction;
      const found = await findCandidates(tx, {
        geschaeftszeichen: extraction.geschaeftszeichen.find((one) => one.role !== 'theirs')?.value,
        senderName: displaySender(sender) ?? undefined,
        plz: sender.plz?.value,
        betreff: extraction.subject?.value,
        fremdesZeichen: extraction.foreignReferences[0]?.value,
        limit: 10,
      });
      const entries = new Map(
        (
          await findRegisterByIds(
            tx,
            found.map((one) => one.id),
          )
        ).map((one) => [one.vorgangId, one]),
      );
      return found.flatMap((one): VorgangCandidate[] => {
        const entry = entries.get(one.id);
        if (entry === undefined) return [];
        const reasons = [
          ...(one.zeichenGleich ? ['Zeichen des Absenders ist im Vorgang vermerkt'] : []),
          ...(one.nameNaehe > 0.4
            ? [`Absender ähnelt einem Beteiligten (${percent(one.nameNaehe)})`]
            : []),
          ...(one.betreffNaehe > 0.3 ? [`Betreff ähnelt (${percent(one.betreffNaehe)})`] : []),
          ...(one.plzGleich ? ['gleiche Postleitzahl'] : []),
        ];
        const score = Math.min(
          1,
          (one.zeichenGleich ? 0.6 : 0) +
            one.nameNaehe * 0.5 +
            one.betreffNaehe * 0.4 +
            (one.plzGleich ? 0.1 : 0),
        );
        return [
          {
            vorgangId: one.id,
            geschaeftszeichen: one.geschaeftszeichen,
            einheit: entry.einheit,
            betreff: one.betreff,
            reasons,
            score,
          },
        ];
      });
    });

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
      const match =
        (await deckblattMatch(db, item)) ??
        withBezug(
          bezug,
          await matchGeschaeftszeichen(extraction, { register, fold: geschaeftszeichenSchluessel }),
        );
      const topUnit = prediction.einheit[0]?.value;
      const decision = decideRouting({
        extraction,
        prediction,
        match,
        candidates:
          match.outcome === 'found'
            ? []
            : [...bezugCandidates(bezug), ...(await candidatesFor(extraction))],
        words:
          topUnit === undefined
            ? {}
            : { einheit: classifier.explain(extraction.text, 'einheit', topUnit) },
        // A Leitweg-ID is the more exact address of an invoice.
        addressed: byLeitwegId === undefined ? addressed : undefined,
        acceptance,
        rules: {
          units,
          hints: [...regeln, ...(byLeitwegId === undefined ? [] : [byLeitwegId.hint])],
        },
      });
      // An invoice needs no Vorgang to reach those who pay it; a Zeichen that does not fit still asks for a person.
      const isRouted = byLeitwegId !== undefined && match.outcome === 'none' && match.read === null;
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
          await recordMeldung(tx, deps, { bezug, posteingangId: itemId });
        },
        ...(clearing === undefined ? {} : { next: { kind: 'clearing', reason: clearing } }),
      };
    },
  };
};
