import { sql } from 'kysely';
import { Conflict, NotFound } from '#errors.js';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { geschaeftszeichenOfDokument } from './geschaeftszeichen.js';

/** A file that becomes part of a Dokument; its bytes are in the blob store already. */
export interface NewDatei {
  rolle: 'original' | 'archivkopie' | 'anlage';
  dateiname: string;
  mediaType: string;
  sha256: string;
  size: number;
}

/** What is filed in a Vorgang, with the names of xdomea 3.1. Days are `YYYY-MM-DD`. */
export interface NewDokument {
  vorgangId: string;
  richtung: 'eingang' | 'ausgang';
  /** The Posteingang or Postausgang that it comes from; the same one is filed once only. */
  herkunftId?: string | null;
  dokumenttyp?: string;
  betreff: string;
  absender?: string | null;
  empfaenger?: string | null;
  posteingangsdatum?: string | null;
  postausgangsdatum?: string | null;
  datumDesSchreibens?: string | null;
  fremdesGeschaeftszeichen?: string | null;
  volltext?: string;
  dateien: readonly NewDatei[];
}

/** A filed Dokument. */
export interface AttachedDokument {
  id: string;
  vorgangId: string;
  laufnummer: number;
  geschaeftszeichen: string;
  /** False when the item had been filed before; nothing was changed then. */
  created: boolean;
}

interface FiledRow {
  id: string;
  vorgangId: string;
  laufnummer: number;
  vorgangszeichen: string;
}

const describe = (row: FiledRow, created: boolean): AttachedDokument => ({
  id: row.id,
  vorgangId: row.vorgangId,
  laufnummer: row.laufnummer,
  geschaeftszeichen: geschaeftszeichenOfDokument(row.vorgangszeichen, row.laufnummer),
  created,
});

/** Two workers with the same item pass one after the other; the second finds what the first filed. */
const findFiled = async (tx: Tx, herkunftId: string): Promise<FiledRow | undefined> => {
  await rows(tx, sql`select pg_advisory_xact_lock(hashtextextended(${herkunftId}, 11))`);
  return firstRow<FiledRow>(
    tx,
    sql`select d.id, d.vorgang_id, d.laufnummer, v.geschaeftszeichen as vorgangszeichen
        from dokument d join vorgang v on v.id = d.vorgang_id where d.herkunft_id = ${herkunftId}`,
  );
};

const takeNumber = async (
  tx: Tx,
  vorgangId: string,
): Promise<{ laufnummer: number; vorgangszeichen: string }> => {
  const row = await firstRow<{ laufnummer: number; vorgangszeichen: string }>(
    tx,
    sql`update vorgang set letzte_dokumentnummer = letzte_dokumentnummer + 1 where id = ${vorgangId}
        returning letzte_dokumentnummer as laufnummer, geschaeftszeichen as vorgangszeichen`,
  );
  if (row !== undefined) return row;
  throw new NotFound({
    code: 'vorgang-unknown',
    message: 'The Vorgang to file the Dokument in does not exist or is not visible.',
    clerkMessage: 'Diesen Vorgang gibt es nicht.',
  });
};

// PostgreSQL stores no NUL; one form for each letter lets a search find what looks the same.
const clean = (text: string): string => text.replaceAll('\0', '').normalize('NFC');
const cleanOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : clean(text);

const insertDokument = async (tx: Tx, given: NewDokument, laufnummer: number): Promise<string> => {
  const row = await firstRow<{ id: string }>(
    tx,
    sql`insert into dokument (vorgang_id, laufnummer, richtung, herkunft_id, dokumenttyp, betreff, absender,
          empfaenger, posteingangsdatum, postausgangsdatum, datum_des_schreibens,
          fremdes_geschaeftszeichen, volltext)
        values (${given.vorgangId}, ${laufnummer}, ${given.richtung}, ${given.herkunftId ?? null},
          ${given.dokumenttyp ?? 'Schreiben'}, ${clean(given.betreff)}, ${cleanOrNull(given.absender)},
          ${cleanOrNull(given.empfaenger)}, ${given.posteingangsdatum ?? null},
          ${given.postausgangsdatum ?? null}, ${given.datumDesSchreibens ?? null},
          ${cleanOrNull(given.fremdesGeschaeftszeichen)}, ${clean(given.volltext ?? '')})
        returning id`,
  );
  if (row === undefined) throw new Error('the insert of a Dokument returned no row');
  return row.id;
};

/**
 * Files a Dokument in its Vorgang under the next number, with its files. Filing the same item again
 * changes nothing and returns what was filed the first time.
 * @throws NotFound when the Vorgang is not there.
 */
export const attachDokument = async (tx: Tx, given: NewDokument): Promise<AttachedDokument> => {
  const { herkunftId, vorgangId } = given;
  const filed = herkunftId ? await findFiled(tx, herkunftId) : undefined;
  if (filed !== undefined) return describe(filed, false);
  const number = await takeNumber(tx, vorgangId);
  const id = await insertDokument(tx, given, number.laufnummer);
  if (given.dateien.length > 0) {
    await changed(
      tx,
      sql`insert into dokument_datei (dokument_id, position, rolle, dateiname, media_type, sha256, size)
          values ${sql.join(
            given.dateien.map(
              (
                datei,
                position,
              ) => sql`(${id}, ${position}, ${datei.rolle}, ${clean(datei.dateiname)},
                ${datei.mediaType}, ${datei.sha256}, ${datei.size})`,
            ),
          )}`,
    );
  }
  return describe({ id, vorgangId, ...number }, true);
};

/**
 * Takes a Dokument out of its Vorgang again that nobody has worked with; its number is free again if it was the last.
 * Its files stay in the store: they are those of the item that it came from.
 * @throws Conflict when a Vermerk speaks of it.
 */
export const withdrawDokument = async (tx: Tx, id: string): Promise<void> => {
  const row = await firstRow<{ vermerke: boolean }>(
    tx,
    sql`select exists (select from vermerk where dokument_id = d.id) as vermerke from dokument d where d.id = ${id}`,
  );
  if (row === undefined) return;
  if (row.vermerke)
    throw new Conflict({
      code: 'dokument-in-benutzung',
      message: 'A Vermerk speaks of the Dokument.',
      clerkMessage: 'Zu diesem Dokument gibt es schon einen Vermerk im Vorgang.',
    });
  await changed(
    tx,
    sql`update vorgang v set letzte_dokumentnummer = d.laufnummer - 1 from dokument d
        where d.id = ${id} and v.id = d.vorgang_id and v.letzte_dokumentnummer = d.laufnummer`,
  );
  await changed(tx, sql`delete from dokument_datei where dokument_id = ${id}`);
  await changed(tx, sql`delete from dokument where id = ${id}`);
};
