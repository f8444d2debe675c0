import type { Tx } from '#infrastructure/database/transaction.js';
import type { Fristvorschlag } from '#understanding/index.js';
import {
  findPersonsTag,
  forgetVorschlaege,
  noteVerlauf,
  saveStempeltag,
  upsertVorschlag,
} from './frist.repository.js';

/** The day of receipt that counts before anything is written: a person's, else the stamp's, else that of acceptance. */
export const geltenderEingangstag = async (
  tx: Tx,
  item: { id: string; eingangsdatum: string; stempel: string | undefined },
): Promise<string> => (await findPersonsTag(tx, item.id)) ?? item.stempel ?? item.eingangsdatum;

/**
 * Writes what was recognised in an item as proposals, in the transaction of its stage. Doing it twice changes nothing, and
 * nothing that a person has touched is changed or removed.
 */
export const saveVorschlaege = async (
  tx: Tx,
  item: { id: string; stempel: string | undefined },
  vorschlaege: readonly Fristvorschlag[],
): Promise<void> => {
  if (item.stempel !== undefined) await saveStempeltag(tx, item.id, item.stempel);
  await forgetVorschlaege(
    tx,
    item.id,
    vorschlaege.map((one) => one.schluessel),
  );
  for (const one of vorschlaege) {
    const id = await upsertVorschlag(tx, item.id, one);
    if (id === undefined) continue;
    await noteVerlauf(tx, {
      fristId: id,
      personId: null,
      art: 'vorgeschlagen',
      text: `Aus dem Schreiben erkannt (${Math.round(one.konfidenz * 100)} % sicher).`,
    });
  }
};
