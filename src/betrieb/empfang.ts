import type { Config } from '#config/schema.js';

/** An address or mailbox to which the settings give an Organisationseinheit. */
export interface Empfang {
  /** As in the list of the mailboxes: lmtp, smtp or imap:<name>. */
  quelle: string;
  /** What is set and where, for the operator. */
  einstellung: string;
  /** Sign of the unit; units live in the database, so nobody checks it at start. */
  einheit: string;
}

/** All addresses and mailboxes with a unit, in the order of the settings. */
export const empfangOf = ({ lmtp, imap }: Pick<Config, 'lmtp' | 'imap'>): Empfang[] => [
  ...lmtp.addresses.flatMap(({ adresse, einheit }) =>
    einheit === undefined
      ? []
      : [{ quelle: lmtp.protocol, einstellung: `lmtp.addresses (${adresse})`, einheit }],
  ),
  ...imap.mailboxes.flatMap(({ name, einheit }) =>
    einheit === undefined
      ? []
      : [{ quelle: `imap:${name}`, einstellung: `imap.mailboxes (${name}).einheit`, einheit }],
  ),
];

/** What to say beside a source whose settings name units that do not exist; empty where all do. */
export const unknownUnitText = (
  empfang: readonly Empfang[],
  { quelle, known }: { quelle: string; known: ReadonlySet<string> },
): string =>
  empfang
    .filter((one) => one.quelle === quelle && !known.has(one.einheit))
    .map(
      ({ einstellung, einheit }) =>
        `${einstellung} nennt die Organisationseinheit „${einheit}“, die es nicht gibt; ihre E-Mails werden nur nach dem Inhalt zugeordnet. Bitte das Kürzel berichtigen.`,
    )
    .join(' ');
