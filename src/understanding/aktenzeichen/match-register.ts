import type { Extraction, GeschaeftszeichenReading } from '../extract/reading.js';
import { editDistance } from '../fuzzy-text.js';
import { factsOf, weighEvidence } from './evidence.js';
import { matchSite, type SiteResult } from './match-site.js';
import type { RegisterEntry, VorgangRegister } from './register.js';
import { partsOf } from './zeichen-parts.js';

/** A Vorgang that is offered to the clerk. */
export interface MatchCandidate {
  vorgangId: string;
  geschaeftszeichen: string;
  einheit: string;
  betreff: string;
  reasons: readonly string[];
}

/** What the Geschaeftszeichen of a letter lead to. */
export type MatchResult =
  | {
      outcome: 'found';
      vorgangId: string;
      geschaeftszeichen: string;
      einheit: string;
      confidence: number;
      /** A character or separator was put right. */
      repaired: boolean;
      reason: string;
      reasons: readonly string[];
    }
  | {
      outcome: 'ambiguous';
      /** Several Vorgaenge are possible, or the one that was read contradicts the rest of the letter. */
      cause: 'several' | 'contradiction';
      candidates: readonly MatchCandidate[];
      reason: string;
      read: string;
    }
  /** `read` is the best reading that the register does not know; null where the letter shows none. */
  | { outcome: 'none'; read: string | null; candidates: readonly MatchCandidate[] };

type Found = Extract<SiteResult, { outcome: 'found' }>;
type Unknown = Extract<SiteResult, { outcome: 'unknown' }>;

const isClean = ({ form }: GeschaeftszeichenReading): boolean =>
  form === 'exact' || form === 'folded';

/** Whether an unknown reading is but a misreading of what was found elsewhere in the letter. */
const isMisreading = ({ reading }: Unknown, { entry }: Found): boolean => {
  const [a, b] = [partsOf(reading.value), partsOf(entry.geschaeftszeichen)];
  return a !== null && b !== null && editDistance(a, b, 2) <= 2;
};

/** Readings of one place together, the places in the order of their best reading. */
const bySite = (readings: readonly GeschaeftszeichenReading[]): GeschaeftszeichenReading[][] => {
  const sites = new Map<number, GeschaeftszeichenReading[]>();
  for (const reading of readings) {
    const site = sites.get(reading.site);
    if (site === undefined) sites.set(reading.site, [reading]);
    else site.push(reading);
  }
  return [...sites.values()];
};

const toCandidate = (entry: RegisterEntry, reasons: readonly string[]): MatchCandidate => ({
  vorgangId: entry.vorgangId,
  geschaeftszeichen: entry.geschaeftszeichen,
  einheit: entry.einheit,
  betreff: entry.betreff,
  reasons,
});

const uniqueEntries = (entries: readonly RegisterEntry[]): RegisterEntry[] => [
  ...new Map(entries.map((entry) => [entry.vorgangId, entry])).values(),
];

const sumUp = (
  results: readonly SiteResult[],
  describe: (entry: RegisterEntry) => MatchCandidate,
): MatchResult => {
  const found = results.filter((result) => result.outcome === 'found');
  const ambiguous = results.filter((result) => result.outcome === 'ambiguous');
  const unknown = results.filter((result) => result.outcome === 'unknown');
  const [best] = [...found].sort((a, b) => b.confidence - a.confidence);
  const offer = (entries: readonly RegisterEntry[], reason: string, read: string): MatchResult => {
    const offered = uniqueEntries(entries);
    const cause = offered.length > 1 || results.length > 1 ? 'several' : 'contradiction';
    return {
      outcome: 'ambiguous',
      cause,
      candidates: offered.slice(0, 5).map(describe),
      reason,
      read,
    };
  };
  if (best !== undefined) {
    const all = [
      ...found.map(({ entry }) => entry),
      ...ambiguous.flatMap(({ entries }) => entries),
    ];
    const rivals = found.filter(({ entry }) => entry.vorgangId !== best.entry.vorgangId);
    const doubts = ambiguous.filter(
      ({ entries }) => !entries.some((entry) => entry.vorgangId === best.entry.vorgangId),
    );
    const strangers = unknown.filter(
      (result) => isClean(result.reading) && !isMisreading(result, best),
    );
    if (rivals.length + doubts.length + strangers.length > 0) {
      return offer(all, 'Im Schreiben stehen verschiedene Geschäftszeichen', best.reading.value);
    }
    return {
      outcome: 'found',
      vorgangId: best.entry.vorgangId,
      geschaeftszeichen: best.entry.geschaeftszeichen,
      einheit: best.entry.einheit,
      confidence: Math.min(0.99, best.confidence + (found.length > 1 ? 0.01 : 0)),
      repaired: found.every(({ repaired }) => repaired),
      reason: best.reasons[0] ?? '',
      reasons: best.reasons,
    };
  }
  const [doubt] = ambiguous;
  if (doubt !== undefined)
    return offer(
      ambiguous.flatMap(({ entries }) => entries),
      doubt.reason,
      doubt.reading.value,
    );
  const shown =
    unknown.find((result) => isClean(result.reading)) ??
    unknown.find(({ near }) => near.length > 0);
  return {
    outcome: 'none',
    read: shown?.reading.value ?? null,
    candidates: uniqueEntries(unknown.flatMap(({ near }) => near))
      .slice(0, 5)
      .map(describe),
  };
};

/**
 * Looks the Geschaeftszeichen of a letter up in the register. `found` promises one Vorgang, read exactly
 * or with one fault that the letter itself resolves; whatever is in doubt is `ambiguous` or `none`,
 * because a letter in a wrong file is worse than one in Clearing.
 */
export const matchGeschaeftszeichen = async (
  extraction: Extraction,
  deps: { register: VorgangRegister; fold: (geschaeftszeichen: string) => string },
): Promise<MatchResult> => {
  const facts = factsOf(extraction);
  const describe = (entry: RegisterEntry): MatchCandidate =>
    toCandidate(entry, ['Ähnliches Geschäftszeichen', ...weighEvidence(facts, entry).reasons]);
  const judge = async (sites: readonly GeschaeftszeichenReading[][]): Promise<SiteResult[]> => {
    const results: SiteResult[] = [];
    for (const readings of sites) {
      const parts = partsOf(readings[0]?.value ?? '');
      const mentions = sites.filter((other) =>
        other.some(({ value }) => partsOf(value) === parts),
      ).length;
      const result = await matchSite(readings, { ...deps, facts, mentions });
      if (result !== null) results.push(result);
    }
    return results;
  };
  const sites = bySite(extraction.geschaeftszeichen);
  const isTheirs = (readings: readonly GeschaeftszeichenReading[]): boolean =>
    readings[0]?.role === 'theirs';
  const result = sumUp(await judge(sites.filter((readings) => !isTheirs(readings))), describe);
  if (result.outcome !== 'none' || result.read !== null) return result;
  // Behind "Unser Zeichen" our sign stands only in copies and quotes of our own letters: then the parties must fit.
  const quoted = (await judge(sites.filter(isTheirs))).filter(
    (one) => one.outcome === 'found' && one.supported,
  );
  return quoted.length === 0 ? result : sumUp(quoted, describe);
};
