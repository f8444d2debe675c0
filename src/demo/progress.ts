import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Composed } from '../compose.js';

/** One item as the summary shows it. */
export interface ItemOutcome {
  id: string;
  eingangsnummer: string;
  kanal: string;
  dateiname: string;
  zustand: string;
  stage: string;
  einheit: string | null;
  geschaeftszeichen: string | null;
  clearingCode: string | null;
  clearingText: string | null;
  /** Units that were proposed, the likeliest first. */
  einheitVorschlaege: string[];
  seiten: number | null;
  gelesen: number;
  /** From acceptance to the Postkorb, or to Clearing. */
  sekunden: number | null;
}

/** What has become of all items so far, in the order of the Posteingangsbuch. */
export const readOutcomes = (app: Pick<Composed, 'db'>): Promise<ItemOutcome[]> =>
  asSystem(app.db, (tx) =>
    rows(
      tx,
      sql<ItemOutcome>`select p.id, p.eingangsnummer, p.kanal, p.dateiname,
        case when w.state = 'waiting' then 'stichprobe' else p.zustand end as zustand, coalesce(w.stage, '') as stage,
        o.kuerzel as einheit, v.geschaeftszeichen, w.clearing_code, w.clearing_text, p.seitenzahl as seiten,
        (select count(*) from seite s where s.posteingang_id = p.id and (s.text is not null or s.leer)) as gelesen,
        coalesce((select jsonb_agg(k ->> 'wert') from (select kandidaten from entscheidung e where e.posteingang_id = p.id
            and e.art = 'organisationseinheit' order by e.at desc limit 1) e, jsonb_array_elements(e.kandidaten) k), '[]')
          as einheit_vorschlaege,
        round(extract(epoch from coalesce(p.zugeordnet_at, w.clearing_at) - p.received_at)::numeric, 1)::float8 as sekunden
      from posteingang p left join work_item w on w.id = p.id left join organisationseinheit o on o.id = p.organisationseinheit_id
        left join vorgang v on v.id = p.vorgang_id
      order by p.jahr, p.laufnummer`,
    ),
  );

/** Whether nothing more will happen to it by itself. */
export const isFinal = (item: ItemOutcome): boolean => item.zustand !== 'in_bearbeitung';
