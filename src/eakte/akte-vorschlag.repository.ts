import { sql } from 'kysely';
import { firstRow } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** The Akte in which a new Vorgang would best be made. */
export interface AkteVorschlag {
  id: string;
  kennzeichen: string;
  betreff: string;
  /** Aktenplan position, e.g. `3212 Ordnungswidrigkeiten`. */
  position: string;
  /** How many similar Vorgänge lie in it. */
  aehnliche: number;
}

/**
 * The Akte of a unit whose open Vorgänge are most like a Betreff; without any, the one whose own words or Aktenplan
 * position are. Undefined when nothing is alike. Confidential Vorgänge are not looked at.
 */
export const findAkteFor = (
  tx: Tx,
  wanted: { organisationseinheitId: string; betreff: string },
): Promise<AkteVorschlag | undefined> =>
  firstRow(
    tx,
    sql<AkteVorschlag>`with nahe as (
        select v.akte_id, similarity(v.betreff, ${wanted.betreff}) as naehe from vorgang v
        where v.organisationseinheit_id = ${wanted.organisationseinheitId} and v.vertraulichkeit = 0
          and v.betreff % ${wanted.betreff}
        order by 2 desc limit 20
      ), je_akte as (select akte_id, sum(naehe) as naehe, count(*)::int as aehnliche from nahe group by akte_id)
      select a.id, a.kennzeichen, a.betreff, e.kennzeichen || ' ' || e.titel as position, coalesce(j.aehnliche, 0) as aehnliche
      from akte a join aktenplaneinheit e on e.id = a.aktenplaneinheit_id left join je_akte j on j.akte_id = a.id
      where a.organisationseinheit_id = ${wanted.organisationseinheitId} and a.laufzeit_ende is null
        and (j.akte_id is not null or word_similarity(${wanted.betreff}, a.betreff || ' ' || e.titel) > 0.3)
      order by coalesce(j.naehe, 0) desc, word_similarity(${wanted.betreff}, a.betreff || ' ' || e.titel) desc, a.kennzeichen
      limit 1`,
  );
