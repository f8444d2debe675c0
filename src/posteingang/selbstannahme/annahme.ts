import { createHmac } from 'node:crypto';
import type { Tx } from '#infrastructure/database/transaction.js';
import type {
  AcceptanceRules,
  AcceptanceVerdict,
  Extraction,
  RoutingDecision,
} from '#understanding/index.js';
import { findKorrespondent } from '../korrespondenten/find-korrespondent.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import {
  isConfidential,
  isKnownSender,
  listThresholds,
  saveAnswer,
  type Weg,
} from './selbstannahme.repository.js';

type Deps = Pick<PosteingangDeps, 'config' | 'stichprobenSchluessel'>;

/** The key of sample and senders, made from the key of the separator sheets so that it need not be set up. */
export const stichprobenSchluesselAus = (blattSchluessel: Buffer): Buffer =>
  createHmac('sha256', blattSchluessel).update('stichprobe').digest();

const folded = (value: string): string =>
  value
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}@.]/gu, '')
    .toLowerCase();

/**
 * The sender under a key of this installation: name and postal code, or the address of a mail. Null where too little was
 * read to tell one sender from another.
 */
export const absenderSchluessel = (
  { sender }: Pick<Extraction, 'sender'>,
  schluessel: Buffer,
): string | null => {
  const name = (sender.organisation ?? sender.name)?.value;
  const place = sender.plz?.value;
  const facts =
    name !== undefined && place !== undefined ? `${name} ${place}` : sender.email?.value;
  if (facts === undefined) return null;
  return createHmac('sha256', schluessel).update(folded(facts)).digest('base64url');
};

/** What the rule about taking letters alone has to know about an item; `excluded` names what keeps it from applying. */
export const acceptanceRulesFor = async (
  tx: Tx,
  deps: Deps,
  item: { id: string; extraction: Extraction; excluded?: string | undefined },
): Promise<AcceptanceRules> => {
  const key = absenderSchluessel(item.extraction, deps.stichprobenSchluessel);
  const confidential = await isConfidential(tx, item.id);
  return {
    thresholds: deps.config.understanding.acceptAlone ? await listThresholds(tx) : new Map(),
    knownSender:
      (key !== null && (await isKnownSender(tx, key, item.id))) ||
      (await findKorrespondent(tx, item.extraction.sender)) !== undefined,
    excluded: confidential ? 'Der Eingang ist vertraulich.' : item.excluded,
  };
};

const wegOf = (decision: RoutingDecision, needsPerson: boolean, delivered: boolean): Weg => {
  if (needsPerson) return 'person';
  if (decision.action === 'attach') return 'geschaeftszeichen';
  return delivered ? 'modell' : 'adresse';
};

const unknown: AcceptanceVerdict = {
  einheit: null,
  confidence: 0,
  eligible: false,
  accepted: false,
  reason: '',
};

/** Keeps what the machine answered about an item and how it goes on, so that a person's word can be compared with it. */
export const recordAnswer = (
  tx: Tx,
  deps: Deps,
  one: { id: string; extraction: Extraction; decision: RoutingDecision; needsPerson: boolean },
): Promise<unknown> => {
  const verdict = one.decision.acceptance ?? unknown;
  return saveAnswer(tx, {
    posteingangId: one.id,
    weg: wegOf(one.decision, one.needsPerson, verdict.accepted),
    verdict,
    modell: one.decision.modelVersion,
    absenderSchluessel: absenderSchluessel(one.extraction, deps.stichprobenSchluessel),
  });
};
