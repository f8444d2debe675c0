import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { BausteinDaten } from './vorlagendaten.schema.js';

/** A Textbaustein that was found. */
export interface GefundenerBaustein {
  id: string;
  schluessel: string;
  daten: BausteinDaten;
}

/** So similar is a word that somebody has mistyped, at least. */
const likeness = 0.5;

/**
 * The Textbausteine in force that are offered, the best first. Each word has to be found: as a word form, with its
 * umlauts in either spelling, as a part of a word, or nearly spelt so.
 */
export const searchBausteine = (
  tx: Tx,
  wanted: {
    woerter: readonly string[];
    vorlage: string | undefined;
    einheiten: readonly string[];
    tag: string;
  },
): Promise<GefundenerBaustein[]> => {
  const woerter = wanted.woerter.slice(0, 12);
  return rows(
    tx,
    sql<GefundenerBaustein>`with geltend as (
        select distinct on (f.schluessel) f.id, f.schluessel, f.daten from vorlagenfassung f
        where f.art = 'baustein' and f.zustand = 'freigegeben' and f.gilt_ab <= ${wanted.tag}::date
          and (f.gilt_bis is null or f.gilt_bis >= ${wanted.tag}::date)
        order by f.schluessel, f.gilt_ab desc, f.freigegeben_at desc, f.nummer desc),
      angeboten as (
        select g.*, (g.daten ->> 'titel') || ' ' || coalesce((select string_agg(s, ' ') from jsonb_array_elements_text(g.daten -> 'schlagworte') s), '') as kopf,
          coalesce((select string_agg(x #>> '{}', ' ') from jsonb_path_query(g.daten, '$.bloecke[*].**.text') x), '') || ' ' ||
          coalesce((select string_agg(x #>> '{}', ' ') from jsonb_path_query(g.daten, '$.bloecke[*].punkte[*]') x), '') as inhalt
        from geltend g
        where (jsonb_array_length(g.daten -> 'vorlagen') = 0 or ${wanted.vorlage ?? null}::text is null
            or g.daten -> 'vorlagen' ? ${wanted.vorlage ?? ''}::text)
          and (jsonb_array_length(g.daten -> 'einheiten') = 0 or exists (
            select from organisationseinheit o where o.id = any (${[...wanted.einheiten]}::uuid[])
              and g.daten -> 'einheiten' ? o.kuerzel)))
      select a.id, a.schluessel, a.daten from angeboten a
      cross join lateral (
        select coalesce(min(greatest(
            case when such_woerter(a.kopf) @@ (plainto_tsquery('german', w) || plainto_tsquery('german', such_falte(w))) then 4 else 0 end,
            case when such_falte(a.kopf) like '%' || such_falte(m) || '%' then 3 else 0 end,
            case when such_woerter(a.inhalt) @@ (plainto_tsquery('german', w) || plainto_tsquery('german', such_falte(w))) then 2 else 0 end,
            case when such_falte(a.inhalt) like '%' || such_falte(m) || '%' then 1.5 else 0 end,
            case when word_similarity(such_falte(w), such_falte(a.kopf)) >= ${likeness}::float8
              then word_similarity(such_falte(w), such_falte(a.kopf)) else 0 end)), 5) as rang
        from unnest(${woerter}::text[], ${woerter.map((word) => word.replace(/[\\%_]/g, '\\$&'))}::text[]) as t (w, m)) r
      where r.rang > 0
      order by r.rang desc, a.daten ->> 'titel', a.schluessel limit 100`,
  );
};
