import { type Facts, returned, type Shape, type Written } from './sample-message.js';

const from = ({ person, to }: Facts): readonly [string, string] => ['From', `${person} <${to}>`];

const note = (
  facts: Facts,
  subject: string,
  text: string,
  headers: readonly (readonly [string, string])[] = [],
): Written => ({
  headers: [
    from(facts),
    ['To', facts.us],
    ['Subject', subject],
    ['In-Reply-To', facts.messageId],
    ...headers,
  ],
  text,
});

const replied = [['Auto-Submitted', 'auto-replied']] as const;

/** Vacation notes as people here write them. */
export const absenceShapes: readonly Shape[] = [
  [
    'urlaub-rfc3834',
    (f) =>
      note(
        f,
        `Re: ${f.subject}`,
        'Guten Tag,\n\nich bin bis zum 30. Oktober im Urlaub. Ihre Nachricht wird nicht weitergeleitet.',
        replied,
      ),
  ],
  [
    'abwesend-exchange',
    (f) =>
      note(
        f,
        `Automatische Antwort: ${f.subject}`,
        'Sehr geehrte Damen und Herren,\nvielen Dank für Ihre E-Mail. Ich bin derzeit nicht im Büro und ab dem 2.11. wieder für Sie da.',
        [['X-Auto-Response-Suppress', 'All'], ...replied],
      ),
  ],
  [
    'notiz-ohne-kopfzeile',
    (f) =>
      note(
        f,
        `Abwesenheitsnotiz: ${f.subject}`,
        'Vielen Dank für Ihre Mail. Ich bin in der Zeit vom 19. bis 30. Oktober nicht erreichbar.',
      ),
  ],
  [
    'vacation-precedence',
    (f) =>
      note(
        f,
        'Abwesend',
        'Ich befinde mich in Elternzeit. In dringenden Fällen hilft das Sekretariat.',
        [['Precedence', 'auto_reply']],
      ),
  ],
  [
    'out-of-office',
    (f) =>
      note(
        f,
        `Out of Office: ${f.subject}`,
        'I am out of the office until 2 November with limited access to email.',
        [['X-Autoreply', 'yes']],
      ),
  ],
];

export const unseenAbsenceShapes: readonly Shape[] = [
  [
    'kur-autorespond',
    (f) =>
      note(
        f,
        `AW: ${f.subject}`,
        'Hallo,\nich bin vom 20. Oktober bis 9. November zur Kur und lese keine Mails. In meiner Abwesenheit vertritt mich Frau Kühn.',
        [['X-Autorespond', 'aktiv']],
      ),
  ],
  [
    'mutterschutz',
    (f) =>
      note(
        f,
        `Automatische Antwort: ${f.subject}`,
        'Ich bin im Mutterschutz; bitte wenden Sie sich an das Sekretariat. Ich bin ab dem 1. März wieder im Dienst.',
        [['X-Auto-Response-Suppress', 'OOF']],
      ),
  ],
  [
    'urlaubsmeldung-webpost',
    (f) =>
      note(
        f,
        'Urlaubsmeldung',
        'Vielen Dank für die Nachricht. Wir sind in Betriebsferien und ab dem 2. November wieder erreichbar. Ich bin solange nicht zu erreichen.',
      ),
  ],
  [
    'away',
    (f) =>
      note(
        f,
        `Out of the office Re: ${f.subject}`,
        "Thank you for your message. I'm currently away on annual leave and will be back on 9 November.",
      ),
  ],
];

/** Answers of machines that are no absence, reports of abuse, receipts, bulk and marked mail. */
export const machineShapes: readonly Shape[] = [
  [
    'eingang-automatisch',
    (f) => ({
      ...note(
        f,
        `Ihre Anfrage ist eingegangen [#${f.random.int(1000, 9999)}]`,
        'Vielen Dank, Ihre Anfrage ist bei uns eingegangen und wird bearbeitet.',
        replied,
      ),
      kind: 'automatische-antwort',
    }),
  ],
  [
    'missbrauch-rfc5965',
    (f) => ({
      headers: [
        ['From', `Feedback <fbl@${f.domain}>`],
        ['To', f.us],
        ['Subject', `FW: ${f.subject}`],
      ],
      rootType: 'multipart/report; report-type=feedback-report',
      parts: [
        { type: 'text/plain', text: 'This is an email abuse report.' },
        {
          type: 'message/feedback-report',
          text: `Feedback-Type: abuse\nUser-Agent: Meldedienst/1.0\nVersion: 1\nOriginal-Rcpt-To: ${f.to}`,
        },
        { type: 'message/rfc822', text: `${returned(f)}\n\nGuten Tag` },
      ],
      kind: 'missbrauchsmeldung',
    }),
  ],
  [
    'lesebestaetigung-rfc8098',
    (f) => ({
      headers: [from(f), ['To', f.us], ['Subject', `Gelesen: ${f.subject}`]],
      rootType: 'multipart/report; report-type=disposition-notification',
      parts: [
        {
          type: 'text/plain',
          text: `Ihre Nachricht\n\n  An: ${f.person}\n  Betreff: ${f.subject}\n\nwurde am 20.10.2026 gelesen.`,
        },
        {
          type: 'message/disposition-notification',
          text: `Final-Recipient: rfc822; ${f.to}\nOriginal-Message-ID: ${f.messageId}\nDisposition: manual-action/MDN-sent-manually; displayed`,
        },
      ],
      kind: 'lesebestaetigung',
    }),
  ],
  [
    'lesebestaetigung-text',
    (f) => ({
      ...note(
        f,
        `Lesebestätigung: ${f.subject}`,
        `Dies ist eine Lesebestätigung für die Nachricht, die Sie an ${f.to} gesandt haben.`,
      ),
      kind: 'lesebestaetigung',
    }),
  ],
  [
    'newsletter',
    (f) => ({
      headers: [
        ['From', `Verband <info@${f.domain}>`],
        ['To', f.us],
        ['Subject', 'Rundbrief Oktober'],
        ['List-Unsubscribe', `<mailto:ab@${f.domain}>`],
      ],
      text: 'Neues aus dem Verband.',
      kind: 'newsletter',
    }),
  ],
  [
    'massensendung',
    (f) => ({
      headers: [
        ['From', `Messe <messe@${f.domain}>`],
        ['To', f.us],
        ['Subject', 'Unser Angebot'],
        ['Precedence', 'bulk'],
      ],
      text: 'Kommen Sie zur Messe!\n\nNewsletter abbestellen: hier klicken',
      kind: 'newsletter',
    }),
  ],
  [
    'spam-kopfzeile',
    (f) => ({
      headers: [
        from(f),
        ['To', f.us],
        ['Subject', 'Gewinn wartet'],
        ['X-Spam-Flag', 'YES'],
        ['X-Spam-Status', 'Yes, score=12.3 required=5.0'],
      ],
      text: 'Sie haben gewonnen.',
      kind: 'spamverdacht',
    }),
  ],
  [
    'spam-betreff',
    (f) => ({
      headers: [from(f), ['To', f.us], ['Subject', '***SPAM*** Kredit ohne Auskunft']],
      text: 'Sofort Geld.',
      kind: 'spamverdacht',
    }),
  ],
];
