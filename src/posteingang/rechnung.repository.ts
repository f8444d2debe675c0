import { sql } from 'kysely';
import { z } from 'zod';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson, storableText } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Rechnung } from '#tools/rechnung/begriffe.js';
import type { LeitwegState } from '#tools/rechnung/leitweg-id.js';
import { rechnungSchema } from '#tools/rechnung/rechnung-schema.js';
import type { Befund, Rechnungskopf } from '#understanding/index.js';

/** An invoice as it is kept beside the item that brought it. */
export interface StoredRechnung extends Rechnungskopf {
  /** The part that is the XML. */
  position: number;
  syntax: Rechnung['syntax'];
  profil: string;
  begriffe: Rechnung;
  leitwegZustand: LeitwegState;
  befunde: Befund[];
  dubletteVon: string | null;
  /** Null where the earlier item may not be seen. */
  dubletteNummer: string | null;
}

/** An invoice that was just read. */
export type NewRechnung = Omit<StoredRechnung, 'dubletteVon' | 'dubletteNummer'>;

const text = (value: string | null): string | null => (value === null ? null : storableText(value));

/** The first item that brought the same invoice: same seller, number and date. */
const findFirst = async (tx: Tx, id: string, one: NewRechnung): Promise<string | null> => {
  const { verkaeuferSchluessel: key, rechnungsnummer, rechnungsdatum } = one;
  if (key === null || rechnungsnummer === null || rechnungsdatum === null) return null;
  // Two files with the same invoice may be read at the same time; one of them has to see the other.
  await rows(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`rechnung:${key}:${rechnungsnummer}`}, 0))`,
  );
  const found = await firstRow<{ id: string }>(
    tx,
    sql`select r.posteingang_id as id from rechnung r
        where r.verkaeufer_schluessel = ${storableText(key)} and r.rechnungsnummer = ${storableText(rechnungsnummer)}
          and r.rechnungsdatum = ${rechnungsdatum}::date and r.posteingang_id <> ${id}
        order by r.dublette_von nulls first, r.gelesen_am limit 1`,
  );
  return found?.id ?? null;
};

/** Replaces the invoices of an item; each is compared with all earlier ones. */
export const saveRechnungen = async (
  tx: Tx,
  id: string,
  rechnungen: readonly NewRechnung[],
): Promise<void> => {
  await rows(tx, sql`delete from rechnung where posteingang_id = ${id}`);
  for (const one of rechnungen) {
    const dubletteVon = await findFirst(tx, id, one);
    await rows(
      tx,
      sql`insert into rechnung (posteingang_id, position, syntax, profil, begriffe, rechnungsnummer, verkaeufer,
            verkaeufer_ust_id, verkaeufer_schluessel, rechnungsdatum, waehrung, zahlbetrag, leitweg_id, leitweg_zustand,
            befunde, dublette_von)
          values (${id}::uuid, ${one.position}, ${one.syntax}, ${one.profil}, ${storableJson(one.begriffe)}::jsonb,
            ${text(one.rechnungsnummer)}, ${text(one.verkaeufer)}, ${text(one.verkaeuferUstId)}, ${text(one.verkaeuferSchluessel)},
            ${one.rechnungsdatum}::date, ${text(one.waehrung)}, ${one.zahlbetrag}::numeric, ${text(one.leitwegId)},
            ${one.leitwegZustand}, ${storableJson(one.befunde)}::jsonb, ${dubletteVon}::uuid)`,
    );
  }
};

const befund = z.object({
  regel: z.string(),
  schwere: z.enum(['fehler', 'warnung', 'hinweis']),
  satz: z.string(),
  ort: z.string().optional(),
  zahlen: z.string().optional(),
});

/** The invoices of an item in the order of its parts. */
export const listRechnungen = async (tx: Tx, id: string): Promise<StoredRechnung[]> =>
  (
    await rows(
      tx,
      sql<
        Omit<StoredRechnung, 'begriffe' | 'befunde'> & { begriffe: unknown; befunde: unknown }
      >`select r.position, r.syntax, r.profil, begriffe, rechnungsnummer, verkaeufer, verkaeufer_ust_id, verkaeufer_schluessel,
          to_char(rechnungsdatum, 'YYYY-MM-DD') as rechnungsdatum, waehrung, zahlbetrag::text as zahlbetrag, leitweg_id,
          leitweg_zustand, befunde, dublette_von, erste.eingangsnummer as dublette_nummer
        from rechnung r left join posteingang erste on erste.id = r.dublette_von
        where r.posteingang_id = ${id} order by r.position`,
    )
  ).map(({ begriffe, befunde, ...row }) => ({
    ...row,
    begriffe: rechnungSchema.parse(begriffe) as Rechnung,
    befunde: z.array(befund).parse(befunde) as Befund[],
  }));
