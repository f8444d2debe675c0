import { type Facts, returned, type Shape, type Written } from './sample-message.js';

// Bounces without RFC 3464: the ways in which mail servers and German providers say it, in our own sentences.

export interface Dress {
  from: string;
  subject: string;
  text: string;
  late?: boolean;
  headers?: readonly (readonly [string, string])[];
  /** How the copy of the mail is announced; none for a report without it. */
  copy?: string;
  nullSender?: boolean;
}

export const worded = (facts: Facts, dress: Dress): Written => {
  const { random, us, to } = facts;
  const copy =
    dress.copy === undefined ? '' : `\n\n${dress.copy}\n\n${returned(facts)}\n\nGuten Tag`;
  return {
    headers: [
      ...((dress.nullSender ?? random.chance(0.5)) ? [['Return-Path', '<>'] as const] : []),
      ['From', dress.from],
      ['To', us],
      ['Subject', dress.subject],
      ...(dress.headers ?? []),
    ],
    text: `${dress.text}${copy}\n`,
    kind: dress.late === true ? 'verzoegert' : 'unzustellbar',
    failed: [to],
  };
};

const daemon = ({ host }: Facts, name = 'Mail Delivery System'): string =>
  `${name} <mailer-daemon@${host}>`;

const reasons = [
  '550 5.1.1 Empfänger unbekannt',
  '552 Postfach voll',
  '550 Requested action not taken: mailbox unavailable',
  '554 5.7.1 Nachricht abgelehnt',
  'Unknown user',
] as const;
const reasonOf = ({ random }: Facts): string => random.pick(reasons);

/** Seen while the signs were tuned. */
export const wordedShapes: readonly Shape[] = [
  [
    'qmail',
    (facts) =>
      worded(facts, {
        from: `<MAILER-DAEMON@${facts.host}>`,
        subject: 'failure notice',
        text: `Hi. This is the qmail-send program at ${facts.host}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${facts.to}>:\n${facts.random.pick(['Sorry, no mailbox here by that name. (#5.1.1)', "Sorry, I couldn't find any host by that name. (#5.1.2)"])}`,
        copy: '--- Below this line is a copy of the message.',
      }),
  ],
  [
    'exim',
    (facts) =>
      worded(facts, {
        from: `Mail Delivery System <Mailer-Daemon@${facts.host}>`,
        subject: 'Mail delivery failed: returning message to sender',
        headers: [
          ['X-Failed-Recipients', facts.to],
          ['Auto-Submitted', 'auto-replied'],
        ],
        text: `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${facts.to}\n    ${reasonOf(facts)}`,
        copy: '------ This is a copy of the message, including all the headers. ------',
      }),
  ],
  [
    'exim-verzoegert',
    (facts) =>
      worded(facts, {
        from: `Mail Delivery System <Mailer-Daemon@${facts.host}>`,
        late: true,
        subject: 'Warning: message 1kR2xy-0004Bz-7q delayed 24 hours',
        text: `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on ${facts.host}.\n\nThe address to which the message has not yet been delivered is:\n\n  ${facts.to}\n    Delay reason: Connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.`,
      }),
  ],
  [
    'postfix-alt',
    (facts) =>
      worded(facts, {
        from: daemon(facts),
        subject: 'Undelivered Mail Returned to Sender',
        text: `This is the Postfix program at host ${facts.host}.\n\nI'm sorry to have to inform you that the message returned\nbelow could not be delivered to one or more destinations.\n\n<${facts.to}>: ${reasonOf(facts)}`,
      }),
  ],
  [
    'exchange-alt-deutsch',
    (facts) =>
      worded(facts, {
        from: `Systemadministrator <postmaster@${facts.domain}>`,
        subject: `Unzustellbar: ${facts.subject}`,
        text: `Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\n      Betreff:\t${facts.subject}\n      Gesendet am:\t19.10.2026 10:02\n\nFolgende Empfänger konnten nicht erreicht werden:\n\n      ${facts.to} am 19.10.2026 10:03\n            Das E-Mail-Konto ist in der Organisation nicht vorhanden.\n            <${facts.host} #5.1.1>`,
      }),
  ],
  [
    'exchange-alt-englisch',
    (facts) =>
      worded(facts, {
        from: `System Administrator <postmaster@${facts.domain}>`,
        subject: `Undeliverable: ${facts.subject}`,
        text: `Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n      ${facts.to} on 19.10.2026 10:03\n            The e-mail account does not exist at the organization.\n            <${facts.host} #5.1.1>`,
      }),
  ],
  [
    'webpost-deutsch',
    (facts) =>
      worded(facts, {
        from: `WebPost Mailer Daemon <mailer-daemon@${facts.domain}>`,
        subject: 'Mail delivery failed: returning message to sender',
        text: `Diese Nachricht wurde automatisch vom Mailserver erstellt.\n\nEine Nachricht, die Sie versandt haben, konnte einem oder mehreren Empfängern nicht zugestellt werden.\nDie folgenden Adressen sind betroffen:\n\n${facts.to}:\n${reasonOf(facts)}\n\nNähere Auskunft gibt der Hilfebereich.`,
        copy: '--- Es folgt der Kopf Ihrer Nachricht ---',
      }),
  ],
  [
    'telepost-deutsch',
    (facts) =>
      worded(facts, {
        from: `Postmaster <postmaster@${facts.domain}>`,
        subject: 'Unzustellbare Nachricht',
        text: `Guten Tag,\n\nIhre E-Mail konnte leider nicht zugestellt werden.\n\nEmpfänger: ${facts.to}\nGrund: ${reasonOf(facts)}\n\nDies ist eine automatisch erzeugte Meldung.`,
      }),
  ],
  [
    'hoster-deutsch',
    (facts) =>
      worded(facts, {
        from: daemon(facts, 'Mailzustellung'),
        subject: 'Zustellung fehlgeschlagen',
        text: `Die Zustellung Ihrer Nachricht an ${facts.to} ist fehlgeschlagen.\nDer Server des Empfängers antwortete: ${reasonOf(facts)}`,
      }),
  ],
  [
    'hoster-verzoegert',
    (facts) =>
      worded(facts, {
        from: daemon(facts, 'Mailzustellung'),
        subject: 'Zustellung verzögert',
        late: true,
        text: `Ihre Nachricht an ${facts.to} konnte bisher nicht zugestellt werden.\nDie Zustellversuche werden fortgesetzt. Sie müssen die Nachricht nicht erneut senden.`,
      }),
  ],
  [
    'grosspost',
    (facts) =>
      worded(facts, {
        from: `Mail Delivery Subsystem <mailer-daemon@${facts.domain}>`,
        subject: 'Delivery Status Notification (Failure)',
        text: `Delivery to the following recipient failed permanently:\n\n     ${facts.to}\n\nTechnical details of permanent failure:\nThe error that the other server returned was: 550 5.1.1 The email account that you tried to reach does not exist.`,
        copy: '----- Original message -----',
      }),
  ],
  [
    'domino',
    (facts) =>
      worded(facts, {
        from: `Postmaster <postmaster@${facts.domain}>`,
        subject: `DELIVERY FAILURE: User ${facts.to.split('@')[0]} not listed in Directory`,
        text: `Your message\n\n  Subject: ${facts.subject}\n\nwas not delivered to:\n\n  ${facts.to}\n\nbecause:\n\n  User not listed in public Name & Address Book`,
      }),
  ],
];

/** Written with the others, looked at only when the signs were finished. */
export const unseenWordedShapes: readonly Shape[] = [
  [
    'kurier',
    (facts) =>
      worded(facts, {
        from: `Mail Delivery Service <postmaster@${facts.host}>`,
        subject: 'NOTICE: mail delivery status.',
        nullSender: true,
        text: `This is a delivery status notification from ${facts.host}.\n\nThe original message was addressed to the following recipient, and was not delivered:\n\n<${facts.to}>:\n   ${facts.host} [192.0.2.7]:\n   >>> RCPT TO:<${facts.to}>\n   <<< 550 User unknown.`,
      }),
  ],
  [
    'gruppenpost',
    (facts) =>
      worded(facts, {
        from: `Mailer-Daemon <mailer-daemon@${facts.domain}>`,
        subject: 'Message status - undeliverable',
        text: `The message that you sent was undeliverable to the following:\n\n\t${facts.to} (user not found)`,
      }),
  ],
  [
    'webpost-postfach-voll',
    (facts) =>
      worded(facts, {
        from: `WebPost Mailer Daemon <mailer-daemon@${facts.domain}>`,
        subject: 'Ihre Nachricht wurde nicht zugestellt',
        text: `Hallo,\n\nleider ist das Postfach von ${facts.to} derzeit überfüllt.\nWir konnten Ihre E-Mail mit dem Betreff "${facts.subject}" deshalb nicht ausliefern.`,
      }),
  ],
  [
    'telepost-frist',
    (facts) =>
      worded(facts, {
        from: `Mailsystem <postmaster@${facts.domain}>`,
        subject: 'Nachricht nicht zustellbar',
        nullSender: true,
        text: `Trotz mehrerer Versuche innerhalb von 5 Tagen ließ sich Ihre Nachricht nicht übermitteln und wird an Sie zurückgegeben.\n\nBetroffene Adresse: ${facts.to}\nLetzte Antwort der Gegenseite: 451 Connection timed out`,
      }),
  ],
  [
    'hoster-richtlinie',
    (facts) =>
      worded(facts, {
        from: `E-Mail-System <mailer-daemon@${facts.host}>`,
        subject: 'Fehler bei der Zustellung',
        text: `Sehr geehrte Damen und Herren,\n\nder Mailserver des Empfängers hat Ihre Nachricht abgewiesen.\n\nEmpfänger: <${facts.to}>\nMeldung: 554 5.7.1 Rejected for policy reasons\n\nBitte wenden Sie sich an den Administrator der Gegenseite.`,
      }),
  ],
  [
    'server-verspaetet',
    (facts) =>
      worded(facts, {
        from: daemon(facts),
        subject: 'Ihre Nachricht konnte noch nicht zugestellt werden',
        late: true,
        text: `Der Server ${facts.host} war in den letzten 4 Stunden nicht erreichbar. Ihre Nachricht an\n<${facts.to}> liegt noch bei uns; wir versuchen es drei Tage lang weiter.`,
      }),
  ],
  [
    'warnung-englisch',
    (facts) =>
      worded(facts, {
        from: `Mail Delivery Subsystem <MAILER-DAEMON@${facts.host}>`,
        subject: 'Warning: could not send message for past 4 hours',
        late: true,
        text: `    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- The following addresses had transient non-fatal errors -----\n<${facts.to}>`,
      }),
  ],
  [
    'kanzlei-exchange',
    (facts) =>
      worded(facts, {
        from: `Microsoft Outlook <MicrosoftExchange88ae4615bbc36ab6@${facts.domain}>`,
        subject: `Unzustellbar: ${facts.subject}`,
        text: `Ihre Nachricht an ${facts.to} wurde blockiert.\n\nDer Absender ist nicht berechtigt, an diesen Empfänger zu senden.\n\nDiagnoseinformationen für Administratoren:\n\nGenerierender Server: ${facts.host}\n\n${facts.to}\nRemote Server returned '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup'`,
      }),
  ],
  [
    'nur-betreff-und-kopf',
    (facts) =>
      worded(facts, {
        from: `MAILER-DAEMON <MAILER-DAEMON@${facts.host}>`,
        subject: 'Returned mail: User unknown',
        nullSender: true,
        text: `<${facts.to}>`,
      }),
  ],
];
