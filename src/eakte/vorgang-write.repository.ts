import { sql } from 'kysely';
import { InvalidInput, NotFound } from '#errors.js';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { BeteiligterNeu } from './eakte.schema.js';
import { formatGeschaeftszeichen, geschaeftszeichenSchluessel } from './geschaeftszeichen.js';
import type { VorgangFakten } from './vorgang.repository.js';

/** A Vorgang to be opened; without a unit, that of the Akte is in charge. */
export interface NewVorgang {
  akteId: string;
  betreff: string;
  organisationseinheitId?: string | undefined;
  bearbeiterId?: string | null | undefined;
  vertraulichkeit?: 0 | 1 | undefined;
  /** Year of opening; the current one in Germany when absent. */
  jahr?: number;
  beteiligte?: readonly (Pick<BeteiligterNeu, 'rolle' | 'name'> & Partial<BeteiligterNeu>)[];
}

interface NextNumber {
  laufnummer: number;
  jahr: number;
  akte: number;
  kennzeichen: string;
  kuerzel: string;
  organisationseinheitId: string;
}

/** The year in which the Vorgang is opened, and its next number in the Akte. */
const takeNumber = (tx: Tx, given: NewVorgang): Promise<NextNumber | undefined> =>
  firstRow<NextNumber>(
    tx,
    sql`with ziel as (
          select a.id, a.laufnummer, e.kennzeichen, o.id as einheit, o.kuerzel,
            coalesce(${given.jahr ?? null}::int,
              extract(year from now() at time zone 'Europe/Berlin')::int) as jahr
          from akte a join aktenplaneinheit e on e.id = a.aktenplaneinheit_id
          join organisationseinheit o
            on o.id = coalesce(${given.organisationseinheitId ?? null}::uuid, a.organisationseinheit_id)
          where a.id = ${given.akteId}),
        nummer as (
          insert into vorgangsnummer_zaehler as z (akte_id, jahr, letzte) select id, jahr, 1 from ziel
          on conflict (akte_id, jahr) do update set letzte = z.letzte + 1 returning letzte)
        select n.letzte as laufnummer, z.jahr, z.laufnummer as akte, z.kennzeichen, z.kuerzel,
          z.einheit as organisationseinheit_id from ziel z, nummer n`,
  );

/**
 * Opens a Vorgang with the next number of its Akte and year; there are no gaps, because the number is
 * given back when the transaction fails.
 * @throws InvalidInput when Akte or unit do not exist.
 */
export const createVorgang = async (
  tx: Tx,
  given: NewVorgang,
): Promise<{ id: string; geschaeftszeichen: string; organisationseinheitId: string }> => {
  const number = await takeNumber(tx, given);
  if (number === undefined) {
    throw new InvalidInput({
      code: 'akte-unknown',
      message: 'The Akte or the Organisationseinheit of the new Vorgang does not exist.',
      clerkMessage: 'Diese Akte oder Organisationseinheit gibt es nicht.',
      httpStatus: 422,
    });
  }
  const { organisationseinheitId } = number;
  const geschaeftszeichen = formatGeschaeftszeichen({
    organisationseinheit: number.kuerzel,
    aktenplankennzeichen: number.kennzeichen,
    akte: number.akte,
    vorgang: number.laufnummer,
    jahr: number.jahr,
  });
  const created = await firstRow<{ id: string }>(
    tx,
    sql`insert into vorgang (akte_id, laufnummer, jahr, geschaeftszeichen, geschaeftszeichen_schluessel,
          betreff, organisationseinheit_id, bearbeiter_id, vertraulichkeit)
        values (${given.akteId}, ${number.laufnummer}, ${number.jahr}, ${geschaeftszeichen},
          ${geschaeftszeichenSchluessel(geschaeftszeichen)}, ${given.betreff}, ${organisationseinheitId},
          ${given.bearbeiterId ?? null}, ${given.vertraulichkeit ?? 0})
        returning id`,
  );
  if (created === undefined) throw new Error('the insert of a Vorgang returned no row');
  for (const beteiligter of given.beteiligte ?? []) {
    await insertBeteiligter(tx, { ...beteiligter, vorgangId: created.id });
  }
  return { id: created.id, geschaeftszeichen, organisationseinheitId };
};

/** Adds somebody who takes part in the Vorgang, and returns the id. */
export const insertBeteiligter = async (
  tx: Tx,
  one: Pick<BeteiligterNeu, 'rolle' | 'name'> & Partial<BeteiligterNeu> & { vorgangId: string },
): Promise<string> => {
  const created = await firstRow<{ id: string }>(
    tx,
    sql`insert into beteiligter (vorgang_id, rolle, name, strasse, plz, ort, email, fremdes_geschaeftszeichen)
        values (${one.vorgangId}, ${one.rolle}, ${one.name}, ${one.strasse ?? null}, ${one.plz ?? null},
          ${one.ort ?? null}, ${one.email ?? null}, ${one.fremdesGeschaeftszeichen ?? null})
        returning id`,
  );
  return created?.id ?? '';
};

/** Takes somebody out of the Vorgang. @throws NotFound */
export const deleteBeteiligter = async (
  tx: Tx,
  key: { vorgangId: string; id: string },
): Promise<void> => {
  const count = await changed(
    tx,
    sql`delete from beteiligter where id = ${key.id} and vorgang_id = ${key.vorgangId}`,
  );
  if (count > 0) return;
  throw new NotFound({
    code: 'beteiligter-unknown',
    message: 'The Vorgang has no such Beteiligter.',
    clerkMessage: 'Diese Beteiligte oder diesen Beteiligten gibt es nicht.',
  });
};

/**
 * Writes the changed facts of a Vorgang that the caller has locked and may change. The write itself is not
 * bound to the person's view: who hands a Vorgang on loses sight of it by that very write.
 */
export const writeVorgang = async (tx: Tx, after: VorgangFakten): Promise<void> => {
  const scope = await firstRow<{ before: string }>(
    tx,
    sql`select coalesce(current_setting('app.scope', true), '') as before,
          set_config('app.scope', 'system', true)`,
  );
  await changed(
    tx,
    sql`update vorgang set betreff = ${after.betreff}, bearbeiter_id = ${after.bearbeiterId},
          organisationseinheit_id = ${after.organisationseinheitId}, zustand = ${after.zustand},
          vertraulichkeit = ${after.vertraulichkeit}
        where id = ${after.id}`,
  );
  await rows(tx, sql`select set_config('app.scope', ${scope?.before ?? ''}, true)`);
};
