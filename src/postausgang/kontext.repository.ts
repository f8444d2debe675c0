import { type RawBuilder, sql } from 'kysely';
import { NotFound } from '#errors.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Briefkontext } from './brief-daten.js';
import type { Empfaenger } from './postausgang.schema.js';

/** The Vorgang is not there, or not for this person to know of. */
export const noSuchVorgang = (): NotFound =>
  new NotFound({
    code: 'vorgang-unknown',
    message: 'The Vorgang of the letter does not exist or is not visible.',
    clerkMessage: 'Diesen Vorgang gibt es nicht.',
  });

/** Whether the Vorgang exists and fits the predicate over the alias `v`. */
export const findVisibleVorgang = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<boolean> =>
  (await firstRow(tx, sql`select v.id from vorgang v where v.id = ${id} and ${visible}`)) !==
  undefined;

/** What the letter template needs to know about the Vorgang, its unit and the author of a letter. */
export const getKontext = async (
  tx: Tx,
  key: { vorgangId: string; authorId: string },
): Promise<Briefkontext> => {
  const kontext = await firstRow<Briefkontext>(
    tx,
    sql`select jsonb_build_object('id', v.id, 'geschaeftszeichen', v.geschaeftszeichen, 'betreff', v.betreff) as vorgang,
          jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name, 'email', o.email, 'telefon', o.telefon) as einheit,
          jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) as verfasser
        from vorgang v join organisationseinheit o on o.id = v.organisationseinheit_id
        join person a on a.id = ${key.authorId} where v.id = ${key.vorgangId}`,
  );
  if (kontext !== undefined) return kontext;
  throw noSuchVorgang();
};

/** Somebody to whom a letter in the Vorgang may go. */
export interface Adressat {
  id: string;
  name: string;
  strasse: string | null;
  plz: string | null;
  ort: string | null;
  email: string | null;
  fremdesGeschaeftszeichen: string | null;
}

/** The people of the Vorgang, who asked for something first, and the day of the last letter from outside. */
export const listAdressaten = async (
  tx: Tx,
  vorgangId: string,
): Promise<{ adressaten: Adressat[]; letzterEingang: string | undefined }> => {
  const adressaten = await rows<Adressat>(
    tx,
    sql`select id, name, strasse, plz, ort, email, fremdes_geschaeftszeichen from beteiligter
        where vorgang_id = ${vorgangId} order by (rolle ilike 'antragsteller%') desc, rolle, name, id`,
  );
  const last = await firstRow<{ tag: string | null }>(
    tx,
    sql`select max(posteingangsdatum) as tag from dokument
        where vorgang_id = ${vorgangId} and richtung = 'eingang'`,
  );
  return { adressaten, letzterEingang: last?.tag ?? undefined };
};

/** The recipient of a Beteiligter, without gaps. */
export const empfaengerOf = (one: Adressat | undefined): Empfaenger => ({
  name: one?.name ?? '',
  zusatz: '',
  strasse: one?.strasse ?? '',
  plz: one?.plz ?? '',
  ort: one?.ort ?? '',
  land: '',
  email: one?.email ?? null,
});
