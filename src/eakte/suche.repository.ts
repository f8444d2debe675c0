import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { hasOperators, likePatterns, tameQuery, wordsOf } from './such-muster.js';
import { vorgangTreffer } from './vorgang.repository.js';

/** Beyond this many hits nothing is counted or ranked any more; the newest ones stay. */
export const mostHits = 1_000;

/** Stand around a found place in the texts of this file; they occur in no text of ours. */
export const foundMarks = { start: '\uE000', stop: '\uE001' } as const;

/** One page of hits and how many there are, up to `mostHits`. */
export interface Hits<Hit> {
  treffer: Hit[];
  anzahl: number;
}

/** A page of a search: the predicate decides which rows exist for the person. */
export interface SearchPage {
  q: string;
  visible: RawBuilder<boolean>;
  ab: number;
  limit: number;
}

const withoutMarks = (text: RawBuilder<unknown>) =>
  sql`translate(${text}, ${foundMarks.start + foundMarks.stop}, '')`;

const folded = (patterns: readonly string[]) =>
  sql`array(select such_falte(m) from unnest(${[...patterns]}::text[]) m)`;

/** What the parser of web searches makes of a query, in both spellings of umlauts. */
const asWritten = (q: string) =>
  sql`(websearch_to_tsquery('german', translate(${q}, 'ÄÖÜẞ', 'äöüß'))
    || websearch_to_tsquery('german', such_falte(${q})))`;

/** With operators the query means what it says; without, parts of longer words count as well. */
const tsquery = (q: string) =>
  hasOperators(q) ? asWritten(q) : sql`such_frage(${wordsOf(q)}::text[])`;

const headlineOptions = `StartSel=${foundMarks.start}, StopSel=${foundMarks.stop}`;

/** A Dokument that was found. `text` is a stretch of it around the first found place. */
export interface DokumentHit {
  id: string;
  vorgangId: string;
  vorgangszeichen: string;
  laufnummer: number;
  betreff: string;
  text: string;
  absender: string | null;
  datum: string | null;
}

interface Page<Hit> {
  anzahl: number;
  treffer: Hit[];
}

const unpack = <Hit>(row: Page<Hit> | undefined): Hits<Hit> => row ?? { treffer: [], anzahl: 0 };

/**
 * A stretch around the first found place. The stemmer sees only the spelling of the text; a word that was
 * found in its other spelling is looked for letter by letter.
 */
const stretch = (words: readonly string[]) => {
  const first = sql`position(such_falte(${words[0] ?? ''}) in such_falte(left(d.volltext, 300000)))`;
  return sql`case when position(${foundMarks.start} in k.text) > 0 or ${words.length === 0} then k.text
    else ${withoutMarks(sql`substr(d.volltext, greatest(1, ${first} - 100), 300)`)} end`;
};

/** Dokumente by word forms and, where the query has no operators, by parts of words; best first. */
export const searchDokumente = async (tx: Tx, page: SearchPage): Promise<Hits<DokumentHit>> => {
  const q = tameQuery(page.q);
  const found = await firstRow<Page<DokumentHit>>(
    tx,
    sql`with frage as materialized (select ${tsquery(q)} as weit, ${asWritten(q)} as eng),
      sichtbar as materialized (
        select d.id, d.created_at, ts_rank(d.suchtext, f.eng) as rang
        from frage f cross join lateral dokument_treffer(f.weit, ${mostHits}) t
        join dokument d on d.id = t.id where ${page.visible}),
      seite as (
        select s.id, row_number() over (order by s.rang desc, s.created_at desc, s.id) as platz
        from sichtbar s order by platz limit ${page.limit} offset ${page.ab})
      select (select count(*)::int from sichtbar) as anzahl, coalesce((
        select jsonb_agg(jsonb_build_object('id', d.id, 'vorgangId', d.vorgang_id,
            'vorgangszeichen', v.geschaeftszeichen, 'laufnummer', d.laufnummer, 'absender', d.absender,
            'datum', coalesce(d.posteingangsdatum, d.postausgangsdatum), 'betreff', k.betreff,
            'text', ${stretch(wordsOf(q))}) order by s.platz)
        from seite s join dokument d on d.id = s.id join vorgang v on v.id = d.vorgang_id
          cross join frage f cross join lateral (
            select ts_headline('german', ${withoutMarks(sql`d.betreff`)}, f.weit,
                ${`${headlineOptions}, HighlightAll=true`}) as betreff,
              ts_headline('german', ${withoutMarks(sql`left(d.volltext, 50000)`)}, f.weit,
                ${`${headlineOptions}, MaxWords=35, MinWords=15`}) as text) k), '[]') as treffer`,
  );
  return unpack(found);
};

/** A Vorgang that was found. */
export interface VorgangHit {
  id: string;
  geschaeftszeichen: string;
  betreff: string;
  organisationseinheit: { id: string; kuerzel: string; name: string };
}

/** Vorgänge by Geschäftszeichen, Betreff or Beteiligte, newest first. */
export const searchVorgaenge = async (tx: Tx, page: SearchPage): Promise<Hits<VorgangHit>> => {
  const found = await rows<VorgangHit & { anzahl: number }>(
    tx,
    sql`select v.id, v.geschaeftszeichen, v.betreff, count(*) over ()::int as anzahl,
          jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit
        from ${vorgangTreffer(page.q, mostHits)} t join vorgang v on v.id = t.id
        join organisationseinheit o on o.id = v.organisationseinheit_id
        where ${page.visible} order by v.created_at desc, v.id limit ${page.limit} offset ${page.ab}`,
  );
  return {
    anzahl: found[0]?.anzahl ?? 0,
    treffer: found.map(({ anzahl: _anzahl, ...hit }) => hit),
  };
};

/** A line of the Posteingangsbuch that was found. */
export interface PosteingangHit {
  id: string;
  eingangsnummer: string;
  betreff: string | null;
  absender: string | null;
  eingangsdatum: string;
}

/**
 * Lines of the Posteingangsbuch by number, sender or Betreff, newest first. It reads the table of another
 * feature, whose predicate it is given: one search over everything needs one place.
 */
export const searchPosteingaenge = async (
  tx: Tx,
  page: SearchPage,
): Promise<Hits<PosteingangHit>> => {
  const found = await rows<PosteingangHit & { anzahl: number }>(
    tx,
    sql`select p.id, p.eingangsnummer, p.betreff, p.absender, p.eingangsdatum,
          count(*) over ()::int as anzahl
        from posteingang_treffer(${folded(likePatterns(page.q))}, ${mostHits}) t
        join posteingang p on p.id = t.id
        where ${page.visible} order by p.received_at desc, p.id limit ${page.limit} offset ${page.ab}`,
  );
  return {
    anzahl: found[0]?.anzahl ?? 0,
    treffer: found.map(({ anzahl: _anzahl, ...hit }) => hit),
  };
};
