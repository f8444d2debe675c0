import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { Meldung, Status } from '../channels/channel.js';
import { type Pruefmerkmale, summeOf } from './verschluesselung.js';

const Merkmale = z.object({
  metadata: z.string(),
  data: z.string(),
  attachments: z.record(z.string(), z.string()).default({}),
});
const Inhalt = z.object({
  jti: z.string(),
  iss: z.string(),
  iat: z.number(),
  sub: z.string(),
  txn: z.string(),
  events: z.record(
    z.string(),
    z.looseObject({
      authenticationTags: Merkmale.optional(),
      problems: z.array(z.looseObject({ type: z.string().optional() })).optional(),
    }),
  ),
});

/** One event of a submission whose signature holds. */
export interface Zustellereignis {
  /** Last part of its type, e.g. `accept-submission`. */
  art: string;
  at: Date;
  jti: string;
  vomZiel: boolean;
  merkmale: Pruefmerkmale | undefined;
  probleme: string[];
}

/** Keys with which events are signed. */
export interface Ereignisschluessel {
  dienst: () => Promise<JWK[]>;
  ziel: (kid: string) => Promise<JWK>;
}

/**
 * Reads a security event token (RFC 8417): signed with PS512 by the delivery service or by the destination itself, about
 * this submission, with exactly one event.
 * @throws Error when any of this is not so
 */
export const readEreignis = async (
  set: string,
  about: { submissionId: string; caseId: string; destinationId: string; keys: Ereignisschluessel },
): Promise<Zustellereignis | undefined> => {
  const { alg, typ, kid } = decodeProtectedHeader(set);
  if (alg !== 'PS512' || typ !== 'secevent+jwt' || kid === undefined) {
    throw new Error('the event is not signed as the specification says');
  }
  const payload = set.split('.')[1] ?? '';
  const inhalt = Inhalt.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const vomZiel = inhalt.iss === about.destinationId;
  if (!vomZiel && !inhalt.iss.startsWith('http')) throw new Error('the event has a foreign issuer');
  const jwk = vomZiel
    ? await about.keys.ziel(kid)
    : (await about.keys.dienst()).find((one) => one.kid === kid);
  if (jwk === undefined) throw new Error('the event is signed with an unknown key');
  const { kty = '', n = '', e = '' } = jwk;
  await compactVerify(set, await importJWK({ kty, n, e }, 'PS512'), { algorithms: ['PS512'] });
  const [event, ...more] = Object.entries(inhalt.events);
  if (event === undefined || more.length > 0) throw new Error('the token holds not one event');
  if (inhalt.txn !== `case:${about.caseId}`) throw new Error('the event is about another case');
  // A case may hold other submissions, e.g. an answer.
  if (inhalt.sub !== `submission:${about.submissionId}`) return undefined;
  const [type, facts] = event;
  return {
    art: type.split('/').at(-1) ?? type,
    at: new Date(inhalt.iat * 1_000),
    jti: inhalt.jti,
    vomZiel,
    merkmale: facts.authenticationTags,
    probleme: (facts.problems ?? []).map((one) => one.type ?? 'ohne Angabe'),
  };
};

const bedeutung: Readonly<Record<string, Pick<Meldung, 'art' | 'text'>>> = {
  'submit-submission': { art: 'uebergeben', text: 'Der Zustelldienst hat die Sendung.' },
  'notify-submission': {
    art: 'uebergeben',
    text: 'Der Zustelldienst hat das Ziel auf die Sendung hingewiesen.',
  },
  'forward-submission': { art: 'angenommen', text: 'Das Ziel hat die Sendung abgerufen.' },
  'accept-submission': {
    art: 'angenommen',
    text: 'Das Ziel hat die Sendung angenommen; die Nachricht liegt im Postfach zum Abruf bereit.',
  },
  'reject-submission': { art: 'abgelehnt', text: 'Das Ziel hat die Sendung zurückgewiesen.' },
  'delete-submission': {
    art: 'hinweis',
    text: 'Der Zustelldienst hat seine Kopie der Sendung gelöscht.',
  },
};
const endgueltig = ['accept-submission', 'reject-submission', 'delete-submission'];

const meldungOf = (one: Zustellereignis, summe: string | undefined): Meldung => {
  const known = bedeutung[one.art];
  const fremd =
    one.merkmale !== undefined && summe !== undefined && summeOf(one.merkmale) !== summe;
  const text = known?.text ?? 'Der Zustelldienst meldet etwas Unbekanntes.';
  const grund = one.probleme.length === 0 ? '' : ` Gründe: ${one.probleme.join(', ')}.`;
  return {
    art: fremd ? 'hinweis' : (known?.art ?? 'hinweis'),
    schluessel: one.jti,
    at: one.at,
    text: fremd
      ? 'Ein Ereignis nennt andere Prüfmerkmale als die, mit denen die Sendung hinausging. Bitte an die Systembetreuung melden.'
      : `${text}${grund}`,
    roh: one.art,
  };
};

/** What the events of a submission mean; unknown ones are told as such. `summe` is that of the tags it was sent with. */
export const statusOf = (
  ereignisse: readonly Zustellereignis[],
  summe: string | undefined,
): Status => ({
  meldungen: ereignisse
    .filter((one) => one.art !== 'create-submission')
    .map((one) => meldungOf(one, summe)),
  endgueltig: ereignisse.some((one) => endgueltig.includes(one.art)),
});
