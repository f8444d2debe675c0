import { type RawBuilder, sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Versandkanal } from '../postausgang.schema.js';
import type { KostenAbfrage, Kostenzeile } from './kosten.schema.js';

/**
 * Postage of what has left with runs, by month and cost centre; which letters count, row-level security decides. An
 * envelope of several cost centres counts for each of them, its postage is shared.
 */
export const listKosten = (tx: Tx, { von, bis }: KostenAbfrage): Promise<Kostenzeile[]> =>
  rows<Kostenzeile>(
    tx,
    sql`select to_char(l.tag, 'YYYY-MM') as monat, b.kostenstelle, count(*)::int as briefe,
          count(distinct b.umschlag_id)::int as umschlaege, sum(b.cent)::int as cent,
          round(sum(case when u.cent = 0 then 0 else (u.einzeln_cent - u.cent) * b.cent::numeric / u.cent end))::int as erspart,
          coalesce(sum(b.cent) filter (where not u.preis_gesichert), 0)::int as unsicher
        from postlauf_brief b join postlauf_umschlag u on u.id = b.umschlag_id join postlauf l on l.id = b.postlauf_id
        where b.aktiv and l.zustand = 'erledigt' and l.tag between ${von} and ${bis}
        group by 1, 2 order by 1, 2`,
  );

/** How many visible letters left by each way; the days are German ones. */
export const countWege = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  { von, bis }: KostenAbfrage,
): Promise<{ kanal: Versandkanal; briefe: number }[]> =>
  rows<{ kanal: Versandkanal; briefe: number }>(
    tx,
    sql`select p.kanal, count(*)::int as briefe from postausgang p
        where ${visible} and p.zustand = 'sent' and p.kanal is not null
          and (p.sent_at at time zone 'Europe/Berlin')::date between ${von} and ${bis}
        group by 1 order by 2 desc, 1`,
  );
