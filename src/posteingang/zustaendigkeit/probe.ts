import type { z } from 'zod';
import type { Config } from '#config/schema.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import {
  decideRouting,
  extractFields,
  type LetterClassifier,
  type RoutingHint,
  responsibilityHints,
} from '#understanding/index.js';
import { toRule } from './zustaendigkeit.js';
import { listRegeln } from './zustaendigkeit.repository.js';
import type { Probe, ProbeAntwort } from './zustaendigkeit.schema.js';

const nothing = { outcome: 'none' as const, read: null, candidates: [] };

/** Where a letter would go today, by rules, words and the model together; nothing of it is kept. */
export const tryLetter = async (
  deps: { db: Db; config: Config; classifier: () => Promise<LetterClassifier> },
  probe: z.infer<typeof Probe> & { tag: string },
): Promise<ProbeAntwort> => {
  const { units, regeln } = await asSystem(deps.db, async (tx) => ({
    units: await listEinheiten(tx),
    regeln: await listRegeln(tx),
  }));
  const { text, absender, strasse, tag } = probe;
  const classifier = await deps.classifier();
  const prediction = classifier.predict(text);
  const extraction = extractFields(
    [{ number: 1, text: { source: 'mail', text, words: [], meanConfidence: 1 } }],
    { knownOrganisationseinheiten: units.map(({ kuerzel }) => kuerzel), today: tag },
  );
  const hints: RoutingHint[] = responsibilityHints(regeln.map(toRule), {
    text,
    kind: prediction.kind[0]?.value ?? null,
    person: absender === '' ? null : absender,
    organisation: null,
    street: strasse === '' ? null : strasse,
    day: tag,
  });
  const top = prediction.einheit[0]?.value;
  const { einheit } = decideRouting({
    extraction,
    prediction,
    match: nothing,
    candidates: [],
    words: top === undefined ? {} : { einheit: classifier.explain(text, 'einheit', top) },
    rules: { units, hints },
  });
  return {
    vorschlaege: einheit.candidates.map(({ value, label, confidence, reasons }) => ({
      einheit: value,
      name: label,
      konfidenz: confidence,
      gruende: [...reasons],
    })),
  };
};
