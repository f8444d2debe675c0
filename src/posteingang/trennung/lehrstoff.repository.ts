import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { KorrigierterStapel } from './lehrstoff.js';
import type { StapelText } from './merkmale.js';
import { GemerkteOrdnung } from './seitenordnung.schema.js';

/** Ids of the stacks that people have put in order since a day and left so, oldest first. */
export const listKorrigierte = async (
  tx: Tx,
  { von, limit }: { von: string | undefined; limit: number },
): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{
        id: string;
      }>`select stapel_eingang_id as id from seitenkorrektur where zurueckgenommen_at is null
        group by 1 having max(at) >= coalesce(${von ?? null}::date, '-infinity'::date)
        order by max(at), 1 limit ${limit}`,
    )
  ).map((row) => row.id);

/** A stack with its first order, its last one, and what the machine had proposed; undefined when nothing stands. */
export const readKorrigierten = async (
  tx: Tx,
  id: string,
): Promise<KorrigierterStapel | undefined> => {
  const korrekturen = await rows(
    tx,
    sql<{
      at: Date;
      vorher: unknown;
      nachher: unknown;
    }>`select at, vorher, nachher from seitenkorrektur
      where stapel_eingang_id = ${id} and zurueckgenommen_at is null order by laufnummer`,
  );
  const [first, last] = [korrekturen[0], korrekturen.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const seiten = await rows(
    tx,
    sql<StapelText>`select coalesce(stapel_seite, nummer) as nummer, leer, text_quelle, text, breite_pt, hoehe_pt
      from seite where posteingang_id = ${id} order by 1`,
  );
  const vorschlaege = await rows(
    tx,
    sql<{
      seite: number;
      konfidenz: number;
    }>`select (k->>'wert')::int as seite, (k->>'konfidenz')::float8 as konfidenz
      from entscheidung e cross join jsonb_array_elements(e.kandidaten) k
      where e.posteingang_id = ${id} and e.art = 'trennung' and e.person_id is null`,
  );
  return {
    stapel: id,
    korrigiertAm: last.at.toISOString(),
    seiten,
    vorschlaege: new Map(vorschlaege.map((one) => [one.seite, one.konfidenz])),
    vorher: GemerkteOrdnung.parse(first.vorher),
    nachher: GemerkteOrdnung.parse(last.nachher),
  };
};
