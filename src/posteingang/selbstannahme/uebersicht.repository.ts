import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { upperErrorBound } from '#understanding/index.js';
import type { Klasse, WegZahlen } from './selbstannahme.schema.js';

const ways = ['geschaeftszeichen', 'adresse', 'modell'] as const;

/**
 * What went through without a person, by way, and what the blind sample says about it, for items decided from `von` up to and
 * without `bis`. The bound is the one-sided upper 95 % bound of Clopper and Pearson; 1 where nothing was answered.
 */
export const listWegZahlen = async (
  tx: Tx,
  { von, bis }: { von: Date; bis: Date },
): Promise<WegZahlen[]> => {
  const counted = await rows(
    tx,
    sql<Omit<WegZahlen, 'grenze'>>`select a.weg, count(*)::int as allein,
        (count(*) filter (where s.zustand = 'beantwortet'))::int as stichproben,
        (count(*) filter (where s.zustand = 'beantwortet' and not s.richtig))::int as fehler,
        (count(*) filter (where s.zustand = 'verfallen'))::int as verfallen
      from selbstannahme_antwort a left join stichprobe s on s.posteingang_id = a.posteingang_id
      where a.weg <> 'person' and a.at >= ${von} and a.at < ${bis} group by a.weg`,
  );
  return ways.map((weg) => {
    const found = counted.find((one) => one.weg === weg) ?? {
      weg,
      allein: 0,
      stichproben: 0,
      fehler: 0,
      verfallen: 0,
    };
    return { ...found, grenze: upperErrorBound(found.fehler, found.stichproben) };
  });
};

/** All classes, those that have been open first. */
export const listKlassen = async (tx: Tx): Promise<Klasse[]> =>
  (
    await rows(
      tx,
      sql<
        Omit<Klasse, 'seit'> & { seit: Date }
      >`select k.einheit, k.zustand, k.schwelle, k.bestaetigt, k.fehler, k.grenze,
          k.von_hand_seit is not null as von_hand, k.seit, k.grund, (select count(*)::int from selbstannahme_antwort a
            where a.weg = 'modell' and a.einheit = k.einheit) as allein
        from selbstannahme_klasse k order by k.zustand = 'sammelt', k.einheit`,
    )
  ).map((one) => ({ ...one, seit: one.seit.toISOString() }));

/** How many items of the sample wait for an answer. */
export const countOpenStichproben = async (tx: Tx): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{ zahl: number }>`select count(*)::int as zahl from stichprobe where zustand = 'offen'`,
    )
  )?.zahl ?? 0;

/** Kinds of letters that have occurred, the most frequent first. */
export const listArten = async (tx: Tx): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{
        art: string;
      }>`select art from posteingang where art is not null group by art order by count(*) desc, art limit 200`,
    )
  ).map(({ art }) => art);
