import type { StoredMail } from '../mail.repository.js';
import type { StoredMailart } from '../mailart.repository.js';

/** What speaks for and against acknowledging a mail. */
export interface Anlass {
  mail: StoredMail;
  mailart: StoredMailart | undefined;
  /** Sender of the envelope: what the mail server said; undefined for a mailbox, where only the head tells it. */
  umschlagVon: string | undefined;
  alterStunden: number;
  virenpruefung: string;
}

/** Addresses and domains that are ours: to them nothing is acknowledged. */
export interface EigeneAdressen {
  /** In lower case. */
  addresses: ReadonlySet<string>;
  domains: readonly string[];
}

export type Bestaetigungsentscheid =
  | { outcome: 'senden'; empfaenger: string }
  | { outcome: 'unterlassen'; grund: string };

/** An older mail comes from a mailbox that was filled before, or has waited for a person. */
const oldestHours = 72;
const plainAddress = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/;
const nobodyReads =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|nicht[-_.]?antworten|keine[-_.]?antwort|noresponse|bounces?|mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|abuse|root|listserv|majordomo)(?=[-_.+@]|$)|(?:[-+]bounces?|-owner|-request)(?=[-_.+@])|^owner-|(?:^|[-_.])no-?reply@/;

/** The domain of an address in lower case; empty without one. */
export const domainOf = (address: string): string =>
  address.includes('@') ? address.slice(address.lastIndexOf('@') + 1).toLowerCase() : '';

const isWithin = (domain: string, parent: string): boolean =>
  domain === parent || domain.endsWith(`.${parent}`);

const areRelated = (one: string, other: string): boolean =>
  isWithin(one, other) || isWithin(other, one);

/** The envelope sender, else what the last server noted of it in the mailbox, else the head (RFC 3834 section 4). */
const answerAddress = ({ mail, umschlagVon }: Anlass): string => {
  const noted = (mail.headers ?? []).find(({ name }) => name === 'return-path')?.value;
  const returnPath = noted === undefined ? undefined : noted.trim().replace(/^<|>$/g, '').trim();
  return (umschlagVon ?? returnPath ?? mail.head.from[0]?.address ?? '').toLowerCase();
};

const kindObstacle = ({ mailart }: Anlass): string | undefined => {
  if (mailart === undefined) return 'Die Art der E-Mail ist nicht bekannt.';
  const { answerable, kind } = mailart;
  if (!answerable.allowed)
    return `Automatische Antworten sind nicht angebracht: ${answerable.why}.`;
  return kind === 'gewoehnlich' ? undefined : 'Die E-Mail ist keine gewöhnliche Nachricht.';
};

const originObstacle = ({ mail, virenpruefung, alterStunden }: Anlass): string | undefined => {
  if (virenpruefung === 'befund' || virenpruefung === 'freigegeben')
    return 'In der E-Mail wurde Schadsoftware gemeldet.';
  if (mail.absenderdomain !== undefined && !mail.absenderdomain.confirmed)
    return 'Die Absenderdomain ist nicht bestätigt.';
  if (alterStunden > oldestHours) return 'Die E-Mail war schon älter als drei Tage.';
  return undefined;
};

const addressObstacle = (
  empfaenger: string,
  { mail }: Anlass,
  own: EigeneAdressen,
): string | undefined => {
  if (empfaenger === '') return 'Die E-Mail nennt keinen Absender, der eine Antwort annimmt.';
  const domain = domainOf(empfaenger);
  const from = (mail.head.from[0]?.address ?? '').toLowerCase();
  if (!plainAddress.test(empfaenger)) return 'Die Absenderadresse ist ungewöhnlich geschrieben.';
  if (nobodyReads.test(empfaenger) || nobodyReads.test(from))
    return 'Die Absenderadresse nimmt keine Antworten an.';
  const isOurs = (address: string): boolean =>
    own.addresses.has(address) || own.domains.some((one) => isWithin(domainOf(address), one));
  if (isOurs(empfaenger) || isOurs(from)) return 'Die E-Mail kommt von einer eigenen Adresse.';
  if (!areRelated(domain, domainOf(from)))
    return 'Umschlag und Kopf der E-Mail nennen Absender verschiedener Domains.';
  if (mail.head.replyTo.some(({ address }) => !areRelated(domainOf(address), domain)))
    return 'Antworten sollen an eine andere Domain gehen als die des Absenders.';
  return undefined;
};

/**
 * Whether a mail is acknowledged, and to whom: only an ordinary mail of a sender who can be answered, after RFC 3834
 * section 2 and 4. All that it reads may be forged, so in doubt nothing is sent.
 */
export const entscheideBestaetigung = (
  anlass: Anlass,
  own: EigeneAdressen,
): Bestaetigungsentscheid => {
  const empfaenger = answerAddress(anlass);
  const grund =
    kindObstacle(anlass) ?? originObstacle(anlass) ?? addressObstacle(empfaenger, anlass, own);
  return grund === undefined
    ? { outcome: 'senden', empfaenger }
    : { outcome: 'unterlassen', grund };
};
