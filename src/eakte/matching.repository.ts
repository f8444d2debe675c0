import { type RawBuilder, sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import {
  geschaeftszeichenSchluessel,
  parseGeschaeftszeichen,
  sameLayout,
} from './geschaeftszeichen.js';
import type { VorgangFakten } from './vorgang.repository.js';

/** A Vorgang whose Geschäftszeichen fits a text. */
export interface VorgangMatch extends VorgangFakten {
  /** The text reads as exactly this Geschäftszeichen, not only under the same key. */
  exact: boolean;
}

const facts = sql`v.id, v.akte_id, v.geschaeftszeichen, v.betreff, v.organisationseinheit_id, v.bearbeiter_id,
  v.vertraulichkeit, v.zustand`;

const sameParts = (one: string, other: string): boolean => {
  const [left, right] = [parseGeschaeftszeichen(one), parseGeschaeftszeichen(other)];
  if (left === undefined || right === undefined) return false;
  const parts = ['aktenplankennzeichen', 'akte', 'vorgang', 'jahr'] as const;
  return (
    parts.every((part) => left[part] === right[part]) &&
    left.organisationseinheit.toUpperCase() === right.organisationseinheit.toUpperCase()
  );
};

const withoutDokument = (text: string): string => {
  const { dokument: _dokument, ...vorgang } = parseGeschaeftszeichen(text) ?? {};
  if (!('jahr' in vorgang)) return text;
  const { organisationseinheit, aktenplankennzeichen, akte, jahr } = vorgang;
  return `${organisationseinheit}-${aktenplankennzeichen}/${akte}/${vorgang.vorgang}-${jahr}`;
};

/**
 * Vorgänge whose Geschäftszeichen has the key of one of the texts: exact ones first, then those whose separators
 * stand where the text has them. More than one can share a key: the caller decides, `exact` tells which one was written. A Dokument's number is ignored.
 */
export const findVorgaengeBySchluessel = async (
  tx: Tx,
  texts: readonly string[],
): Promise<VorgangMatch[]> => {
  const written = texts.map(withoutDokument);
  const keys = [...new Set(written.map(geschaeftszeichenSchluessel))].filter((key) => key !== '');
  if (keys.length === 0) return [];
  const found = await rows<VorgangFakten>(
    tx,
    sql`select ${facts} from vorgang v
        where v.geschaeftszeichen_schluessel = any (${keys}::text[]) order by v.created_at desc, v.id`,
  );
  const rank = (one: VorgangMatch): number =>
    one.exact ? 2 : Number(written.some((text) => sameLayout(text, one.geschaeftszeichen)));
  return found
    .map((vorgang) => ({
      ...vorgang,
      exact: written.some((text) => sameParts(text, vorgang.geschaeftszeichen)),
    }))
    .sort((one, other) => rank(other) - rank(one));
};

/** Vorgänge with exactly this Geschäftszeichen or its key, naming only the unit; within `asSystem`. */
export const findZuordnungsziele = async (
  tx: Tx,
  text: string,
): Promise<
  {
    id: string;
    geschaeftszeichen: string;
    organisationseinheit: { id: string; kuerzel: string; name: string };
  }[]
> => {
  const ids = (await findVorgaengeBySchluessel(tx, [text])).map((vorgang) => vorgang.id);
  return rows(
    tx,
    sql`select v.id, v.geschaeftszeichen,
          jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit
        from vorgang v join organisationseinheit o on o.id = v.organisationseinheit_id
        where v.id = any (${ids}::uuid[]) order by array_position(${ids}::uuid[], v.id)`,
  );
};

/** A Vorgang as it is named beside a letter: the Betreff only where `mayRead` lets it through. */
export interface VorgangBezeichnung {
  id: string;
  geschaeftszeichen: string;
  betreff: string | null;
  organisationseinheitId: string;
}

/** Names Vorgänge for a decision that is shown; within `asSystem`, `mayRead` says whose Betreff may be seen. */
export const findBezeichnungen = (
  tx: Tx,
  ids: readonly string[],
  mayRead: RawBuilder<boolean>,
): Promise<VorgangBezeichnung[]> =>
  rows(
    tx,
    sql<VorgangBezeichnung>`select v.id, v.geschaeftszeichen, case when ${mayRead} then v.betreff end as betreff,
        v.organisationseinheit_id
      from vorgang v where v.id::text = any (${[...ids]}::text[])`,
  );

/** What is known of a letter that looks for its Vorgang. */
export interface CandidateQuery {
  /** A Geschäftszeichen of ours as it was read, with whatever misreadings. */
  geschaeftszeichen?: string | undefined;
  senderName?: string | undefined;
  plz?: string | undefined;
  betreff?: string | undefined;
  /** The sender's own reference. */
  fremdesZeichen?: string | undefined;
  /** How many to look at for each of the facts; 20 by default. */
  limit?: number;
}

/** A Vorgang that may be meant, with how near each fact is: similarities from 0 to 1. */
export interface VorgangCandidate extends VorgangFakten {
  schluesselGleich: boolean;
  schluesselNaehe: number;
  nameNaehe: number;
  betreffNaehe: number;
  zeichenGleich: boolean;
  plzGleich: boolean;
}

const key = (text: string | undefined): string =>
  geschaeftszeichenSchluessel(withoutDokument(text ?? ''));

/**
 * Vorgänge that a letter may belong to, by similarity of trigrams (of texts with ä = ae), not yet ranked
 * beyond a plain sum. Only within `asSystem`: it looks at all Vorgänge.
 */
export const findCandidates = (tx: Tx, query: CandidateQuery): Promise<VorgangCandidate[]> => {
  const limit = query.limit ?? 20;
  const plz = query.plz ?? '';
  return rows<VorgangCandidate>(
    tx,
    sql`select ${facts}, k.schluessel_gleich, k.schluessel_naehe, k.name_naehe, k.betreff_naehe,
          k.zeichen_gleich, ${plz} <> '' and exists (
            select from beteiligter b where b.vorgang_id = v.id and b.plz = ${plz}) as plz_gleich
        from vorgang_kandidaten(${key(query.geschaeftszeichen)},
          such_falte(${(query.senderName ?? '').normalize('NFC')}),
          such_falte(${(query.betreff ?? '').normalize('NFC')}),
          ${geschaeftszeichenSchluessel(query.fremdesZeichen ?? '')}, ${limit}) k
        join vorgang v on v.id = k.vorgang_id
        order by k.schluessel_gleich desc, k.zeichen_gleich desc,
          k.schluessel_naehe + k.name_naehe + k.betreff_naehe desc, v.id
        limit ${limit}`,
  );
};
