import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Visible } from '../posteingang.repository.js';
import type { ClearingEintrag, ClearingListe } from './clearingplatz.schema.js';

interface Row
  extends Omit<
    ClearingEintrag,
    'receivedAt' | 'grund' | 'vorschlag' | 'platz' | 'zurueckgestellt'
  > {
  receivedAt: Date;
  code: string | null;
  text: string | null;
  einheit: string | null;
  konfidenz: number | null;
  person: string | null;
  ich: boolean | null;
  seit: Date | null;
  zurueckgestelltAt: Date | null;
}

const toEintrag = (row: Row): ClearingEintrag => {
  const {
    receivedAt,
    code,
    text,
    einheit,
    konfidenz,
    person,
    ich,
    seit,
    zurueckgestelltAt,
    ...rest
  } = row;
  return {
    ...rest,
    receivedAt: receivedAt.toISOString(),
    grund: { code: code ?? '', text: text ?? '' },
    vorschlag: einheit === null ? null : { einheit, konfidenz: konfidenz ?? 0 },
    platz:
      person === null || seit === null
        ? null
        : { person, ich: ich ?? false, seit: seit.toISOString() },
    zurueckgestellt: zurueckgestelltAt !== null,
  };
};

/** The first candidate of the newest decision of a kind in which the machine named any. */
const firstCandidate = (art: 'organisationseinheit' | 'vorgang') => sql`lateral (
  select e.kandidaten -> 0 ->> 'wert' as wert, (e.kandidaten -> 0 ->> 'konfidenz')::real as konfidenz
  from entscheidung e where e.posteingang_id = p.id and e.art = ${sql.lit(art)} and jsonb_array_length(e.kandidaten) > 0
  order by e.at desc limit 1)`;

/** What waits for a person: oldest first, what was put back behind all others. `visible` is over the alias `p`. */
export const listClearing = async (
  tx: Tx,
  visible: Visible,
  reader: { personId: string; limit: number },
): Promise<ClearingListe> => {
  const found = await rows(
    tx,
    sql<Row>`select p.id, p.eingangsnummer, p.eingangsdatum, p.received_at, p.kanal, p.seitenzahl, p.absender, p.betreff,
        p.dateiname, p.art, w.clearing_code as code, w.clearing_text as text, u.wert as einheit, u.konfidenz,
        case when p.absender is not null and u.wert is not null then
          md5(concat_ws('|', lower(btrim(p.absender)), p.art, w.clearing_code, u.wert, v.wert)) end as gruppe,
        h.name as person, c.person_id = ${reader.personId} as ich, c.seit, c.zurueckgestellt_at
      from posteingang p left join work_item w on w.id = p.id
        left join ${firstCandidate('organisationseinheit')} u on true
        left join ${firstCandidate('vorgang')} v on true
        left join clearing_platz c on c.posteingang_id = p.id
        left join person h on h.id = c.person_id and c.gilt_bis > now()
      where p.zustand = 'clearing' and ${visible}
      order by c.zurueckgestellt_at nulls first, p.jahr, p.laufnummer limit ${reader.limit}`,
  );
  const counted = await firstRow(
    tx,
    sql<{
      anzahl: number;
    }>`select count(*) as anzahl from posteingang p where p.zustand = 'clearing' and ${visible}`,
  );
  return { eintraege: found.map(toEintrag), anzahl: counted?.anzahl ?? found.length };
};
