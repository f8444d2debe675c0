import { type Facts, returned, type Shape, type Written } from './sample-message.js';

// Reports after RFC 3464 in the dress of several mail servers; the sentences are our own.

const problems = [
  ['5.1.1', '550 5.1.1 User unknown'],
  ['5.2.2', '552 5.2.2 Mailbox full, quota exceeded'],
  ['5.7.1', '554 5.7.1 Message refused by policy'],
  ['5.4.4', 'Host or domain name not found'],
  ['5.0.0', '550 Kein Postfach unter dieser Adresse'],
] as const;
const delays = [
  ['4.4.1', 'connect to mx: Connection timed out'],
  ['4.2.2', '452 4.2.2 Postfach voll, bitte später versuchen'],
  ['4.7.1', '451 4.7.1 Greylisted, try again later'],
] as const;

interface Dress {
  fromName: string;
  fromLocal?: string;
  subject: string;
  words: string;
  late?: boolean;
  headers?: readonly (readonly [string, string])[];
  rootType?: string;
  /** Type of the part that gives the mail back; none for a report without it. */
  back?: string | undefined;
  reportType?: string;
}

const report = (facts: Facts, dress: Dress): Written => {
  const { random, us, to, host } = facts;
  const late = dress.late === true;
  const [status, said] = random.pick<readonly [string, string]>(late ? delays : problems);
  const fields = [
    `Reporting-MTA: dns; ${host}`,
    ...(random.chance(0.4) ? [`Original-Envelope-Id: ${facts.messageId.slice(1, -1)}`] : []),
    'Arrival-Date: Mon, 19 Oct 2026 10:02:12 +0200',
    '',
    `Final-Recipient: rfc822; ${to}`,
    ...(random.chance(0.6) ? [`Original-Recipient: rfc822;${to}`] : []),
    `Action: ${late ? 'delayed' : 'failed'}`,
    `Status: ${status}`,
    `Remote-MTA: dns; ${host}`,
    `Diagnostic-Code: smtp; ${said}`,
  ].join('\n');
  const back =
    'back' in dress ? dress.back : random.pick(['message/rfc822', 'text/rfc822-headers']);
  return {
    headers: [
      ...(random.chance(0.7) ? [['Return-Path', '<>'] as const] : []),
      ['From', `${dress.fromName} <${dress.fromLocal ?? 'MAILER-DAEMON'}@${host}>`],
      ['To', us],
      ['Subject', dress.subject],
      ...(dress.headers ?? []),
    ],
    rootType: dress.rootType ?? 'multipart/report; report-type=delivery-status',
    parts: [
      { type: 'text/plain', text: dress.words },
      { type: dress.reportType ?? 'message/delivery-status', text: fields },
      ...(back === undefined
        ? []
        : [
            {
              type: back,
              text: `${returned(facts)}${back === 'message/rfc822' ? '\n\nGuten Tag' : ''}`,
            },
          ]),
    ],
    kind: late ? 'verzoegert' : 'unzustellbar',
    failed: [to],
  };
};

/** Seen while the signs were tuned. */
export const standardShapes: readonly Shape[] = [
  [
    'dsn-postfix',
    (facts) =>
      report(facts, {
        fromName: 'Mail Delivery System',
        subject: 'Undelivered Mail Returned to Sender',
        words: `This is the mail system at host ${facts.host}.\n\nYour message could not be delivered to one or more recipients.\n\n<${facts.to}>: host ${facts.host} said: 550 unknown`,
        headers: [['Auto-Submitted', 'auto-replied']],
      }),
  ],
  [
    'dsn-postfix-verzoegert',
    (facts) =>
      report(facts, {
        fromName: 'Mail Delivery System',
        subject: 'Delayed Mail (still being retried)',
        late: true,
        words:
          'THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nYour message could not be delivered for more than 4 hours.\nIt will be retried until it is 5 days old.',
        headers: [['Auto-Submitted', 'auto-replied']],
      }),
  ],
  [
    'dsn-sendmail',
    (facts) =>
      report(facts, {
        fromName: 'Mail Delivery Subsystem',
        subject: 'Returned mail: see transcript for details',
        words: `   ----- The following addresses had permanent fatal errors -----\n<${facts.to}>\n\n   ----- Transcript of session follows -----\n550 5.1.1 <${facts.to}>... User unknown`,
      }),
  ],
  [
    'dsn-exchange-deutsch',
    (facts) =>
      report(facts, {
        fromName: 'Microsoft Outlook',
        fromLocal: 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e',
        subject: `Unzustellbar: ${facts.subject}`,
        words: `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n${facts.person} (${facts.to})\nDie eingegebene E-Mail-Adresse wurde nicht gefunden.`,
      }),
  ],
  [
    'dsn-unicode',
    (facts) =>
      report(facts, {
        fromName: 'Zustelldienst',
        fromLocal: 'postmaster',
        subject: 'Bericht über Ihre Nachricht',
        words: 'Bericht.',
        reportType: 'message/global-delivery-status',
        back: undefined,
      }),
  ],
  [
    'dsn-ohne-wurzeltyp',
    (facts) =>
      report(facts, {
        fromName: 'Mail Delivery System',
        subject: 'Delivery Status Notification (Failure)',
        words: 'Delivery to the following recipient has failed.',
        rootType: 'multipart/mixed',
      }),
  ],
];

/** Written with the others, looked at only when the signs were finished. */
export const unseenStandardShapes: readonly Shape[] = [
  [
    'dsn-exchange-verzoegert',
    (facts) =>
      report(facts, {
        fromName: 'Microsoft Outlook',
        fromLocal: 'postmaster',
        subject: `Verzögert: ${facts.subject}`,
        late: true,
        words: `Die Zustellung dieser Nachricht an ${facts.to} verzögert sich.`,
      }),
  ],
  [
    'dsn-fremder-betreff',
    (facts) =>
      report(facts, {
        fromName: 'Postausgang',
        fromLocal: 'noreply',
        subject: facts.subject,
        words: 'Siehe Bericht.',
        back: 'message/rfc822',
      }),
  ],
  [
    'dsn-ueber-filter',
    (facts) =>
      report(facts, {
        fromName: 'Mail Gateway',
        fromLocal: 'postmaster',
        subject: 'Nachricht wurde nicht angenommen',
        words: 'Der Filter hat Ihre Nachricht nicht weitergeleitet.',
        back: undefined,
        headers: [['Auto-Submitted', 'auto-generated']],
      }),
  ],
  [
    'dsn-ohne-wurzeltyp-deutsch',
    (facts) =>
      report(facts, {
        fromName: 'Mailserver',
        fromLocal: 'mailer-daemon',
        subject: 'Rückmeldung',
        late: true,
        words: 'Details im Anhang.',
        rootType: 'multipart/mixed',
      }),
  ],
];
