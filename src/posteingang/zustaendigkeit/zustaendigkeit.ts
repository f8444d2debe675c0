import type { Tx } from '#infrastructure/database/transaction.js';
import {
  type Extraction,
  type ResponsibilityRule,
  type RoutingHint,
  responsibilityHints,
} from '#understanding/index.js';
import { listRegeln } from './zustaendigkeit.repository.js';
import type { Zustaendigkeitsregel } from './zustaendigkeit.schema.js';

/** A stored rule as the ranking reads it. */
export const toRule = (one: Zustaendigkeitsregel): ResponsibilityRule => ({
  einheit: one.einheit.kuerzel,
  name: one.bezeichnung,
  keywords: one.stichworte,
  kind: one.dokumentart,
  letters:
    one.buchstabeVon === null || one.buchstabeBis === null
      ? null
      : { from: one.buchstabeVon, to: one.buchstabeBis },
  street:
    one.strasse === null
      ? null
      : {
          name: one.strasse,
          from: one.hausnummerVon,
          to: one.hausnummerBis,
          numbers: one.hausnummern,
        },
  validFrom: one.giltAb,
  validUntil: one.giltBis,
});

/** What the Geschäftsverteilung of a day says about a letter, for the ranking of units. */
export const zustaendigkeitsHinweise = async (
  tx: Tx,
  letter: { extraction: Extraction; art: string | null; tag: string },
): Promise<RoutingHint[]> => {
  const { sender, text } = letter.extraction;
  return responsibilityHints((await listRegeln(tx)).map(toRule), {
    text,
    kind: letter.art,
    person: sender.name?.value ?? null,
    organisation: sender.organisation?.value ?? null,
    street: sender.street?.value ?? null,
    day: letter.tag,
  });
};
