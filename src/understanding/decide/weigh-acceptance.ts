import type { MatchResult } from '../aktenzeichen/match-register.js';
import type { Ranked } from '../classify/linear-head.js';
import type { Choice } from './rank-units.js';

/** What is known about taking letters alone. */
export interface AcceptanceRules {
  /** By unit: from which probability of the model on its letters go without a person. */
  thresholds: ReadonlyMap<string, number>;
  /** A person has confirmed an earlier letter of this sender. */
  knownSender: boolean;
  /** Undefined where the rule applies; else, in German, why it does not. */
  excluded?: string | undefined;
}

/** Whether a letter without a Vorgang may go to a unit without a person. */
export interface AcceptanceVerdict {
  /** The class: the unit that the model names first; null where it names none. */
  einheit: string | null;
  confidence: number;
  /** The rule applies to such a letter, so that what a person says about it counts for the threshold. */
  eligible: boolean;
  accepted: boolean;
  /** In German. */
  reason: string;
}

interface Facts {
  match: MatchResult;
  predicted: readonly Ranked[];
  /** Units in the order of all signs and rules. */
  ranked: readonly Choice[];
  legible: boolean;
  addressed: boolean;
}

const percent = (share: number): string => `${(share * 100).toFixed(1).replace('.', ',')} %`;

const exclusion = (rules: AcceptanceRules, facts: Facts): string | undefined => {
  const { match, predicted, ranked, legible, addressed } = facts;
  const [first] = predicted;
  if (rules.excluded !== undefined) return rules.excluded;
  if (match.outcome !== 'none' || match.read !== null) return 'Ein Geschäftszeichen wurde gelesen.';
  if (addressed) return 'Die Adresse nennt die Einheit.';
  if (!legible) return 'Das Schreiben ist kaum lesbar.';
  if (first === undefined) return 'Das Modell kennt noch keine Einheit.';
  if (ranked[0]?.value !== first.value)
    return 'Andere Hinweise im Schreiben sprechen für eine andere Einheit als das Modell.';
  if (!rules.knownSender) return 'Von diesem Absender wurde noch kein Schreiben bestätigt.';
  return undefined;
};

/**
 * Weighs whether a letter may be delivered alone: only without any sign of ours, from a sender who is known, where model and
 * all other signs agree, and where the probability passes the threshold of the unit. Without a threshold a person decides.
 */
export const weighAcceptance = (rules: AcceptanceRules, facts: Facts): AcceptanceVerdict => {
  const [first] = facts.predicted;
  const einheit = first?.value ?? null;
  const confidence = first?.probability ?? 0;
  const against = exclusion(rules, facts);
  if (against !== undefined || einheit === null)
    return { einheit, confidence, eligible: false, accepted: false, reason: against ?? '' };
  const common = { einheit, confidence, eligible: true };
  const threshold = rules.thresholds.get(einheit);
  if (threshold === undefined)
    return {
      ...common,
      accepted: false,
      reason: `Für ${einheit} reichen die bestätigten Schreiben nicht aus, um allein zu entscheiden.`,
    };
  if (confidence < threshold)
    return {
      ...common,
      accepted: false,
      reason: `Das Modell ist zu ${percent(confidence)} sicher; für ${einheit} sind ${percent(threshold)} nötig.`,
    };
  return {
    ...common,
    accepted: true,
    reason: `Ohne Person zugestellt: Das Modell ist zu ${percent(confidence)} sicher, nötig sind für ${einheit} ${percent(threshold)}.`,
  };
};
