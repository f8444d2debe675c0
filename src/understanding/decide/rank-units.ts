import type { MatchCandidate, MatchResult } from '../aktenzeichen/match-register.js';
import type { Ranked } from '../classify/linear-head.js';
import type { Extraction, SenderKind } from '../extract/reading.js';
import { foldedWords, sameWord } from '../fuzzy-text.js';

/** What routing knows about an Organisationseinheit. */
export interface RoutingUnit {
  kuerzel: string;
  name: string;
  zustaendigkeit: string;
}

/** A rule of the house, e.g. "letters of courts usually go to 30"; `factor` multiplies the odds, above 1 for, below 1 against. */
export interface RoutingHint {
  einheit: string;
  factor: number;
  /** In German, for the clerk. */
  reason: string;
  senderKind?: SenderKind;
  kind?: string;
}

/** An answer that is offered to the clerk, with its reasons in German. */
export interface Choice {
  value: string;
  label: string;
  confidence: number;
  reasons: readonly string[];
}

/** A Vorgang that fits sender or subject, as the E-Akte found it. */
export interface VorgangCandidate extends MatchCandidate {
  /** 0 to 1, how well it fits; only for ranking. */
  score: number;
}

/** How much each sign multiplies the odds of a unit. Chosen on purpose below what samples would justify: people name the wrong office. */
const factors = { addressed: 15, zeichen: 40, candidate: 3, word: 1.25, mostWords: 3 } as const;

const standsIn = (lines: readonly string[], name: string): boolean => {
  const wanted = foldedWords(name).filter((word) => word.length > 3);
  return (
    wanted.length > 0 &&
    lines.some((line) => {
      const words = foldedWords(line);
      return wanted.every((one) => words.some((word) => sameWord(word, one)));
    })
  );
};

interface Weighed {
  factor: number;
  reasons: string[];
}

const weighWords = (unit: RoutingUnit, words: ReadonlySet<string>): Weighed => {
  const wanted = [
    ...new Set(
      unit.zustaendigkeit.split(/[^\p{L}]+/u).filter((word) => /^\p{Lu}\p{L}{5,}$/u.test(word)),
    ),
  ];
  const hits = wanted.filter((word) => words.has(foldedWords(word)[0] ?? ''));
  if (hits.length === 0) return { factor: 1, reasons: [] };
  return {
    factor: Math.min(factors.mostWords, factors.word ** hits.length),
    reasons: [`Im Schreiben steht aus der Zuständigkeit: ${hits.slice(0, 4).join(', ')}`],
  };
};

const weighSigns = (unit: RoutingUnit, facts: RankingFacts): Weighed => {
  const { extraction, match, candidates } = facts;
  const reasons: string[] = [];
  let factor = 1;
  const add = (times: number, reason: string): void => {
    factor *= times;
    reasons.push(reason);
  };
  if (standsIn(extraction.recipientLines, unit.name))
    add(factors.addressed, `Anschrift nennt „${unit.name}“`);
  const read = match.outcome === 'none' ? match.read : null;
  if (read?.startsWith(`${unit.kuerzel}-`))
    add(factors.zeichen, `Das gelesene Geschäftszeichen beginnt mit ${unit.kuerzel}`);
  if (
    match.outcome === 'ambiguous' &&
    match.candidates.every(({ einheit }) => einheit === unit.kuerzel)
  ) {
    add(factors.zeichen, `Alle in Frage kommenden Vorgänge führt ${unit.kuerzel}`);
  }
  const own = candidates.filter(({ einheit }) => einheit === unit.kuerzel);
  const best = Math.max(0, ...own.map(({ score }) => score));
  if (best > 0.3)
    add(
      1 + (factors.candidate - 1) * best,
      'Ein passender Vorgang liegt bei dieser Organisationseinheit',
    );
  return { factor, reasons };
};

const weighHints = (
  unit: RoutingUnit,
  hints: readonly RoutingHint[],
  facts: RankingFacts,
): Weighed => {
  const sender = facts.extraction.sender.kind?.value;
  const fitting = hints.filter(
    (hint) =>
      hint.einheit === unit.kuerzel &&
      (hint.senderKind === undefined || hint.senderKind === sender) &&
      (hint.kind === undefined || hint.kind === facts.kind),
  );
  return {
    factor: fitting.reduce((product, hint) => product * hint.factor, 1),
    reasons: fitting.map(({ reason }) => reason),
  };
};

/** What the ranking of units rests on. */
export interface RankingFacts {
  extraction: Extraction;
  /** The classifier's answer. */
  predicted: readonly Ranked[];
  /** Words that made the classifier prefer its first answer. */
  words: readonly string[];
  kind: string | null;
  match: MatchResult;
  candidates: readonly VorgangCandidate[];
}

/**
 * All units that may get mail, the likeliest first: the classifier's probabilities, multiplied by what
 * the letter says itself (the office in its address, the head of a Geschaeftszeichen, words of a Zustaendigkeit)
 * and by the rules of the house. Confidences sum to 1.
 */
export const rankUnits = (
  units: readonly RoutingUnit[],
  hints: readonly RoutingHint[],
  facts: RankingFacts,
): Choice[] => {
  const words = new Set(foldedWords(facts.extraction.text));
  const known = new Map(facts.predicted.map(({ value, probability }) => [value, probability]));
  // A unit that the model has never seen keeps a small chance, so that its signs can count.
  const floor = 0.2 / Math.max(1, units.length);
  const first = facts.predicted[0];
  const weighed = units.map((unit) => {
    const probability = Math.max(known.get(unit.kuerzel) ?? floor, 0.0005);
    const parts = [
      weighSigns(unit, facts),
      weighHints(unit, hints, facts),
      weighWords(unit, words),
    ];
    const learned =
      first?.value === unit.kuerzel && facts.words.length > 0
        ? [
            `Wörter im Schreiben sprechen dafür: ${facts.words
              .slice(0, 5)
              .map((word) => `„${word}“`)
              .join(', ')}`,
          ]
        : [];
    return {
      unit,
      weight: parts.reduce((product, { factor }) => product * factor, probability),
      reasons: [...parts.flatMap(({ reasons }) => reasons), ...learned],
    };
  });
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed
    .map(({ unit, weight, reasons }) => ({
      value: unit.kuerzel,
      label: unit.name,
      confidence: weight / total,
      reasons,
    }))
    .sort((a, b) => b.confidence - a.confidence);
};
