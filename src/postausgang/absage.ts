import { addVermerk } from '#eakte/index.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { lockItem } from './brief.repository.js';
import type { Meldung } from './channels/channel.js';
import { recordEreignis } from './ereignis.js';
import { langesDatum } from './postausgang.js';
import { lockZurueckgekommen, setZurueck } from './ruecklauf.repository.js';
import type { Versandereignisart } from './versandereignis.schema.js';

/** The other side had taken the letter, and says now that it will not leave, or has not arrived. */
const absagen: ReadonlySet<Versandereignisart> = new Set([
  'abgelehnt',
  'storniert',
  'unzustellbar',
]);

/** The first of these reports that takes the dispatch back; undefined when none does. */
export const absageIn = (meldungen: readonly Meldung[]): Meldung | undefined =>
  meldungen.find(({ art }) => absagen.has(art));

/**
 * Records at a sent letter that the other side took its word back: it stands among those that need a person, its Vorgang
 * has a note, and its notification is no longer presumed. It is never sent again by itself; a new draft can be written in
 * its place. Does nothing where the letter is known not to have arrived.
 */
export const recordAbsage = async (tx: Tx, id: string, { text, at }: Meldung): Promise<void> => {
  await lockItem(tx, id);
  const letter = await lockZurueckgekommen(tx, id);
  if (letter === undefined || letter.zustand !== 'sent') return;
  if (letter.rueckmeldung !== null && letter.rueckmeldung.art !== 'verzoegert') return;
  await setZurueck(tx, id, {
    art: 'unzustellbar',
    posteingangId: null,
    empfaenger: letter.empfaengerName,
    status: null,
    grund: text,
  });
  const withdrawn =
    letter.bekanntgabeDatum === null
      ? []
      : [
          `Der Vorschlag, dass der Bescheid am ${langesDatum(letter.bekanntgabeDatum)} als bekannt gegeben gilt, ist zurückgenommen.`,
        ];
  const said = at === undefined ? '' : ` am ${langesDatum(at.toISOString().slice(0, 10))}`;
  await addVermerk(tx, {
    vorgangId: letter.vorgangId,
    art: 'Nicht versandt',
    text: [
      `Nach der Übergabe${said} gemeldet: ${text}`,
      'Der Ab-Vermerk gilt nicht mehr.',
      ...withdrawn,
      'Bitte erneut senden.',
    ].join(' '),
  });
  await recordEreignis(tx, { id, action: 'undeliverable', detail: { grund: text } });
};
