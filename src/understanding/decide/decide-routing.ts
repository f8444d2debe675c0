import type { MatchResult } from '../aktenzeichen/match-register.js';
import type { Prediction } from '../classify/classifier.js';
import type { Extraction } from '../extract/reading.js';
import { type ClearingCode, type ClearingReason, clearingReason } from './clearing-texts.js';
import {
  type Choice,
  type RoutingHint,
  type RoutingUnit,
  rankUnits,
  type VorgangCandidate,
} from './rank-units.js';
import {
  type AcceptanceRules,
  type AcceptanceVerdict,
  weighAcceptance,
} from './weigh-acceptance.js';
import { type AddressedUnit, type AddressWeight, weighAddress } from './weigh-address.js';

/** From when on the machine decides alone. */
export interface RoutingThresholds {
  /** Least confidence of the match at which a letter is attached without a person. */
  attach: number;
  /** Confidence of the classifier in another unit from which a match without other support, or an address, is doubted. */
  contradict: number;
  /** Fewer words than this on all pages count as not legible. */
  legibleWords: number;
  /** Lower mean recognition confidence than this counts as not legible. */
  legibleConfidence: number;
}

/** Values measured with `npm run bench:understanding`. */
export const defaultThresholds: RoutingThresholds = {
  attach: 0.85,
  contradict: 0.97,
  legibleWords: 12,
  legibleConfidence: 0.4,
};

/** Everything that the decision rests on. */
export interface RoutingInput {
  extraction: Extraction;
  prediction: Prediction;
  /** Words behind the first answers of the prediction, from `LetterClassifier.explain`. */
  words?: { kind?: readonly string[]; einheit?: readonly string[] };
  match: MatchResult;
  /** Vorgaenge that fit sender or subject; they are offered, never taken alone. */
  candidates: readonly VorgangCandidate[];
  /** The unit to whose address a mail was sent; weaker than a match. */
  addressed?: AddressedUnit | undefined;
  /** What is known about taking such letters alone; without it none is. */
  acceptance?: AcceptanceRules;
  thresholds?: RoutingThresholds;
  rules: { units: readonly RoutingUnit[]; hints?: readonly RoutingHint[] };
}

/** One answer with what else was possible. */
export interface Decision {
  value: string | null;
  confidence: number;
  reasons: readonly string[];
  /** At most five, the likeliest first. */
  candidates: readonly Choice[];
}

/** Where a letter goes, and why. */
export interface RoutingDecision {
  kind: Decision;
  einheit: Decision;
  /** `value` is the id of the Vorgang and set only when the letter is attached. */
  vorgang: Decision;
  /** `deliver`: it goes to the unit of its address, or to the one of which the model is proven sure, without a Vorgang. */
  action: 'attach' | 'deliver' | 'clearing';
  clearing?: ClearingReason;
  /** Undefined where no rules were given. */
  acceptance?: AcceptanceVerdict | undefined;
  modelVersion: string;
}

const most = 5;

const quoted = (words: readonly string[] | undefined): string[] =>
  words === undefined || words.length === 0
    ? []
    : [
        `Wörter im Schreiben sprechen dafür: ${words
          .slice(0, 5)
          .map((word) => `„${word}“`)
          .join(', ')}`,
      ];

const decideKind = ({ prediction, words }: RoutingInput): Decision => {
  const [first] = prediction.kind;
  const reasons = quoted(words?.kind);
  return {
    value: first?.value ?? null,
    confidence: first?.probability ?? 0,
    reasons,
    candidates: prediction.kind.slice(0, most).map(({ value, probability }, index) => ({
      value,
      label: value,
      confidence: probability,
      reasons: index === 0 ? reasons : [],
    })),
  };
};

/** Vorgaenge for the clerk: those near the Geschaeftszeichen first, then those of sender and subject. */
const vorgangChoices = ({ match, candidates }: RoutingInput): Choice[] => {
  const read = match.outcome === 'found' ? [] : match.candidates;
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const choices = [
    ...read.map((candidate, index) => ({
      candidate,
      confidence: Math.max(0.1, 0.6 - index * 0.1),
    })),
    ...sorted.map((candidate) => ({ candidate, confidence: Math.min(0.5, candidate.score * 0.5) })),
  ];
  const seen = new Set<string>();
  return choices
    .filter(({ candidate }) => {
      if (seen.has(candidate.vorgangId)) return false;
      seen.add(candidate.vorgangId);
      return true;
    })
    .slice(0, most)
    .map(({ candidate, confidence }) => ({
      value: candidate.vorgangId,
      label: candidate.geschaeftszeichen,
      confidence,
      reasons: candidate.reasons,
    }));
};

/** A mail of three words is short; a scan of which three words were recognised is not legible. */
const isLegible = ({ extraction }: RoutingInput, thresholds: RoutingThresholds): boolean => {
  const { words, meanConfidence } = extraction.legibility;
  if (meanConfidence === 1) return words > 0;
  return words >= thresholds.legibleWords && meanConfidence >= thresholds.legibleConfidence;
};

interface Objection {
  code: ClearingCode;
  read?: string | null;
  detail?: string;
}

/** What speaks for delivering a letter that names no Geschaeftszeichen. */
interface Delivery {
  address: AddressWeight | undefined;
  verdict: AcceptanceVerdict | undefined;
}

/** Why a letter without any Geschaeftszeichen may not go its way by the machine; null where its address or the model decides. */
const withoutZeichen = (
  input: RoutingInput,
  thresholds: RoutingThresholds,
  { address, verdict }: Delivery,
): Objection | null => {
  if (verdict?.accepted === true) return null;
  if (address === undefined)
    return { code: isLegible(input, thresholds) ? 'kein-geschaeftszeichen' : 'nicht-lesbar' };
  const { elsewhere } = address;
  return elsewhere === undefined ? null : { code: 'andere-einheit', detail: elsewhere };
};

/** Why the letter may not be attached or delivered by the machine; null where it may. */
const objection = (
  input: RoutingInput,
  thresholds: RoutingThresholds,
  delivery: Delivery,
): Objection | null => {
  const { match, prediction } = input;
  switch (match.outcome) {
    case 'found': {
      const [first] = prediction.einheit;
      const elsewhere =
        match.confidence < 0.9 &&
        first !== undefined &&
        first.value !== match.einheit &&
        first.probability >= thresholds.contradict;
      const weak = match.confidence < thresholds.attach;
      const read = match.geschaeftszeichen;
      if (elsewhere) {
        return { code: 'widerspruch', read, detail: `der Inhalt spricht für ${first.value}` };
      }
      if (!weak) return null;
      return { code: 'geschaeftszeichen-mehrdeutig', read, detail: 'es war nicht sicher zu lesen' };
    }
    case 'ambiguous':
      return {
        code: match.cause === 'contradiction' ? 'widerspruch' : 'geschaeftszeichen-mehrdeutig',
        read: match.read,
        detail: match.reason,
      };
    case 'none':
      if (match.read !== null) return { code: 'geschaeftszeichen-unbekannt', read: match.read };
      return withoutZeichen(input, thresholds, delivery);
  }
};

const foundChoice = (match: Extract<MatchResult, { outcome: 'found' }>): Choice => ({
  value: match.vorgangId,
  label: match.geschaeftszeichen,
  confidence: match.confidence,
  reasons: match.reasons,
});

const attached = (match: Extract<MatchResult, { outcome: 'found' }>, units: readonly Choice[]) => {
  const { einheit, confidence } = match;
  const reasons = [`Der Vorgang ${match.geschaeftszeichen} wird von ${einheit} geführt`];
  const label = units.find(({ value }) => value === einheit)?.label ?? einheit;
  return {
    einheit: {
      value: einheit,
      confidence,
      reasons,
      candidates: [{ value: einheit, label, confidence, reasons }],
    },
    vorgang: {
      value: match.vorgangId,
      confidence,
      reasons: match.reasons,
      candidates: [foundChoice(match)],
    },
    action: 'attach',
  } as const;
};

const noZeichen = 'Der Eingang nennt kein Geschäftszeichen von uns.';

const firstOf = (units: readonly Choice[]): Decision => {
  const [unit] = units;
  return {
    value: unit?.value ?? null,
    confidence: unit?.confidence ?? 0,
    reasons: unit?.reasons ?? [],
    candidates: units.slice(0, most),
  };
};

/**
 * Decides where a letter goes. It is attached only when its Geschaeftszeichen leads to exactly one Vorgang,
 * whose unit then gets it. A mail without any goes to the unit of its address, unless the classifier is sure of
 * another one; a letter without any to the unit of which the model is sure enough, as confirmed answers have proven.
 * Everything else goes to Clearing with ranked proposals and a text for the clerk.
 */
export const decideRouting = (input: RoutingInput): RoutingDecision => {
  const thresholds = input.thresholds ?? defaultThresholds;
  const { match, prediction, rules, addressed } = input;
  const kind = decideKind(input);
  const weights = { predicted: prediction.einheit, sure: thresholds.contradict };
  const address = addressed === undefined ? undefined : weighAddress(addressed, weights);
  const hints = [...(rules.hints ?? []), ...(address === undefined ? [] : [address.hint])];
  const units = rankUnits(rules.units, hints, {
    extraction: input.extraction,
    predicted: prediction.einheit,
    words: input.words?.einheit ?? [],
    kind: kind.value,
    match,
    candidates: input.candidates,
  });
  const verdict =
    input.acceptance === undefined
      ? undefined
      : weighAcceptance(input.acceptance, {
          match,
          predicted: prediction.einheit,
          ranked: units,
          legible: isLegible(input, thresholds),
          addressed: address !== undefined,
        });
  const common = { kind, modelVersion: prediction.modelVersion, acceptance: verdict };
  const against = objection(input, thresholds, { address, verdict });
  if (match.outcome === 'found' && against === null)
    return { ...common, ...attached(match, units) };
  const doubted = match.outcome === 'found' ? [foundChoice(match)] : [];
  const offered = [...doubted, ...vorgangChoices(input)].slice(0, most);
  const einheit = firstOf(units);
  const alone = verdict?.accepted === true ? [verdict.reason] : [];
  const open = { ...common, einheit: { ...einheit, reasons: [...alone, ...einheit.reasons] } };
  const vorgang = { value: null, confidence: 0, candidates: offered };
  if (against === null)
    return { ...open, vorgang: { ...vorgang, reasons: [noZeichen] }, action: 'deliver' };
  const { code, ...facts } = against;
  const clearing = clearingReason(code, { ...facts, hasCandidates: offered.length > 0 });
  return {
    ...open,
    vorgang: { ...vorgang, reasons: [clearing.text] },
    action: 'clearing',
    clearing,
  };
};
