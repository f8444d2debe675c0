import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Kanalwahl } from './kanalwahl.js';
import type { Kanalentscheidung } from './kanalwahl.schema.js';
import type { Versandkanal } from './postausgang.schema.js';

/** Keeps a decision about the way as it was made. */
export const insertKanalentscheidung = async (
  tx: Tx,
  given: { id: string; anlass: Kanalentscheidung['anlass']; wahl: Kanalwahl },
): Promise<void> => {
  const { kanal, grund, erwogen } = given.wahl;
  await changed(
    tx,
    sql`insert into kanalentscheidung (postausgang_id, anlass, kanal, grund, erwogen)
        values (${given.id}, ${given.anlass}, ${kanal ?? null}, ${grund}, ${JSON.stringify(erwogen)}::jsonb)`,
  );
};

/** All decisions about the way of a letter, oldest first. */
export const listKanalentscheidungen = async (tx: Tx, id: string): Promise<Kanalentscheidung[]> => {
  const found = await rows<Omit<Kanalentscheidung, 'at'> & { at: Date }>(
    tx,
    sql`select at, anlass, kanal, grund, erwogen from kanalentscheidung where postausgang_id = ${id} order by id`,
  );
  return found.map((row) => ({ ...row, at: row.at.toISOString() }));
};

/** The ways whose last attempt failed for good, and whether another way may be tried now. */
export interface Gescheitertes {
  kanal: Versandkanal;
  grund: string;
  rueckfallErlaubt: boolean;
}

/**
 * The ways by which a letter failed for good. `rueckfallErlaubt` only for a letter whose very last attempt was refused:
 * one that was uncertain may have arrived, whatever somebody was told since.
 */
export const listGescheitertes = (tx: Tx, id: string): Promise<Gescheitertes[]> =>
  rows<Gescheitertes>(
    tx,
    sql`select distinct on (s.kanal) s.kanal,
          case when s.attempt = p.dispatch_attempt then coalesce(p.fehler_text, 'Die Übergabe wurde abgelehnt.')
            else 'Die Übergabe wurde abgelehnt.' end as grund,
          p.zustand = 'failed' and s.attempt = p.dispatch_attempt as rueckfall_erlaubt
        from versandversuch s join postausgang p on p.id = s.postausgang_id
        where s.postausgang_id = ${id} and s.ergebnis = 'failed' order by s.kanal, s.attempt desc`,
  );

/** Puts a letter whose way failed on another one; false when its state has changed meanwhile. */
export const setRueckfall = async (
  tx: Tx,
  choice: { id: string; kanal: Versandkanal; grund: string; gescheitert: Versandkanal },
): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`update postausgang set kanal = ${choice.kanal}, kanal_grund = ${choice.grund}, zustand = 'queued',
          fehler_code = null, fehler_text = null, fehlversuche = 0, fremdkennung = null, updated_at = now()
        where id = ${choice.id} and zustand = 'failed' and kanal = ${choice.gescheitert} returning id`,
  )) !== undefined;
