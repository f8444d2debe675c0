import type { Actor } from '#audit/index.js';
import { addVermerk } from '#eakte/index.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { lockItem } from './brief.repository.js';
import { recordEreignis } from './ereignis.js';
import { langesDatum } from './postausgang.js';
import { lockZurueckgekommen, setZurueck } from './ruecklauf.repository.js';
import type { Ruecklaufanlass } from './ruecklauf.schema.js';

/** The reasons of the post in German. */
export const anlassText: Readonly<Record<Ruecklaufanlass, string>> = {
  unbekannt_verzogen: 'Empfänger unbekannt verzogen',
  annahme_verweigert: 'Annahme verweigert',
  nicht_abgeholt: 'nicht abgeholt',
  anschrift_unzureichend: 'Anschrift unzureichend',
  verstorben: 'Empfänger verstorben',
  sonstiges: 'anderer Grund',
};

/** What somebody found of a letter that came back. */
export interface Rueckkehr {
  /** Eingang in which its sheet or envelope lies; null when it was not scanned. */
  posteingangId: string | null;
  /** null as long as nobody has read the reason. */
  anlass: Ruecklaufanlass | null;
  actor?: Actor;
  requestId?: string;
}

const vermerkText = (name: string, grund: string, bekanntgabe: string | null): string =>
  [
    `Unzustellbar zurück: ${name} – ${grund}.`,
    ...(bekanntgabe === null
      ? []
      : [
          `Der Vorschlag, dass der Bescheid am ${langesDatum(bekanntgabe)} als bekannt gegeben gilt, ist zurückgenommen: Die Vermutung gilt nicht, wenn er nicht zugegangen ist (§ 41 Absatz 2 Satz 3 VwVfG).`,
        ]),
    'Bitte die neue Anschrift ermitteln und erneut senden.',
  ].join(' ');

/**
 * Records at a sent letter that it came back: its state, a note in the Vorgang, and that its notification is no longer
 * presumed. Counts once; a reason that is read later, or corrected, takes the place of the one before.
 * @returns false when the letter has not left, so that it cannot have come back
 */
export const recordRuecklauf = async (tx: Tx, id: string, given: Rueckkehr): Promise<boolean> => {
  await lockItem(tx, id);
  const letter = await lockZurueckgekommen(tx, id);
  if (letter === undefined || letter.zustand !== 'sent') return false;
  const before = letter.rueckmeldung?.art === 'zurueck' ? letter.rueckmeldung : undefined;
  const anlass = given.anlass ?? before?.anlass ?? null;
  if (before !== undefined && before.anlass === anlass) return true;
  const grund = anlass === null ? 'Grund noch nicht gelesen' : anlassText[anlass];
  await setZurueck(tx, id, {
    art: 'zurueck',
    anlass,
    posteingangId: given.posteingangId ?? before?.posteingangId ?? null,
    empfaenger: letter.empfaengerName,
    status: null,
    grund: `${grund}.`,
  });
  await addVermerk(tx, {
    vorgangId: letter.vorgangId,
    art: 'Unzustellbar zurück',
    text: vermerkText(letter.empfaengerName, grund, letter.bekanntgabeDatum),
  });
  await recordEreignis(tx, {
    id,
    // Only the first one counts in the figures.
    action: before === undefined ? 'undeliverable' : 'return-reason',
    detail: { bericht: 'zurueck', grund, posteingangId: given.posteingangId },
    ...(given.actor === undefined ? {} : { actor: given.actor }),
    ...(given.requestId === undefined ? {} : { requestId: given.requestId }),
  });
  return true;
};
