/** What kind of mail it is; everything but `gewoehnlich` was written by a machine or for many. */
export const mailKinds = [
  'unzustellbar',
  'verzoegert',
  'abwesenheit',
  'automatische-antwort',
  'missbrauchsmeldung',
  'lesebestaetigung',
  'newsletter',
  'spamverdacht',
  'gewoehnlich',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** Why a mail did not arrive, in the classes that a clerk acts on. */
export const failureClasses = [
  'adresse-unbekannt',
  'domain-unbekannt',
  'postfach-voll',
  'postfach-gesperrt',
  'zu-gross',
  'abgewiesen',
  'server-nicht-erreichbar',
  'frist-abgelaufen',
  'schleife',
  'sonstiges',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** A recipient that a report speaks of. */
export interface ReportedRecipient {
  address: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** As RFC 3463 has it, such as `5.1.1`; absent where the report names none. */
  status?: string | undefined;
  /** What the other server said, on one line; may be empty. */
  diagnostic: string;
  reasonClass: FailureClass;
}

/** A German sentence for the clerk and the sign that decided. */
export interface MailKindReason {
  code: string;
  text: string;
}

export interface RecognisedMailKind {
  kind: MailKind;
  reason: MailKindReason;
  /** Only of reports about delivery; at most 50. */
  recipients: ReportedRecipient[];
  /** Message-ID of the mail that is reported on, with angle brackets; anybody can forge it. */
  originalMessageId?: string | undefined;
  /** The envelope id (ENVID of RFC 3461) that the sender had given; anybody can forge it. */
  originalEnvelopeId?: string | undefined;
  /** Whether a machine may answer it at all, RFC 3834 section 2; otherwise the reason why not. */
  answerable: { allowed: true } | { allowed: false; why: string };
}

/** What is known of a mail; all of it was written by its sender and proves nothing. */
export interface MailFacts {
  head: {
    from: readonly { name: string; address: string }[];
    to: readonly { name: string; address: string }[];
    subject: string;
    inReplyTo?: string | undefined;
    references: readonly string[];
  };
  /** Names in lower case. */
  headers: readonly { name: string; value: string }[];
  /** Texts of the parts that report on another mail, and heads of mails within it. */
  reports: readonly { mediaType: string; text: string }[];
  /** Of the root. */
  contentType?: { type: string; params: Readonly<Record<string, string>> } | undefined;
  text: string;
  /** The sender of the envelope where it is known; empty for none, as bounces have it. */
  envelopeFrom?: string | undefined;
}
