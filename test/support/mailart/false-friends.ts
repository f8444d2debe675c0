import { type Facts, returned, type Shape, type Written } from './sample-message.js';

// Mails of people that use the words of machines. All of them are ordinary mails.

const letter = (
  facts: Facts,
  subject: string,
  text: string,
  more: Partial<Written> = {},
): Written => ({
  headers: [
    ['Return-Path', `<${facts.to}>`],
    ['From', `${facts.person} <${facts.to}>`],
    ['To', facts.us],
    ['Subject', subject],
    ...(more.headers ?? []),
  ],
  ...(more.parts === undefined
    ? { text }
    : { parts: more.parts, ...(more.rootType === undefined ? {} : { rootType: more.rootType }) }),
});

const greeting = (facts: Facts, text: string): string =>
  `${facts.random.pick(['Sehr geehrte Damen und Herren,', 'Guten Tag,', 'Hallo,'])}\n\n${text}\n\n${facts.random.pick(['Mit freundlichen Grüßen', 'Viele Grüße', 'MfG'])}\n${facts.person}`;

const bounceText = (facts: Facts): string =>
  `This is the mail system at host ${facts.host}.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<${facts.us}>: host mx said: 550 5.1.1 unknown user`;

/** Subject and text of letters that a sign on words alone would take for something else. */
const pairs: readonly (readonly [string, string])[] = [
  [
    'Unzustellbarkeit Ihres Bescheides',
    'Ihr Brief kam mit dem Vermerk „unzustellbar" zurück an Sie, obwohl ich dort wohne. Er konnte nicht zugestellt werden, weil der Name am Briefkasten fehlte.',
  ],
  [
    'Zustellung des Bußgeldbescheids',
    'der Bescheid wurde mir nie zugestellt. Die Zustellung ist fehlgeschlagen, ich bitte um Wiedereinsetzung.',
  ],
  [
    'Zustellung fehlgeschlagen – Bitte um neue Frist',
    'meine Nachricht an Ihr Amt konnte nicht zugestellt werden, deshalb schreibe ich heute noch einmal.',
  ],
  [
    'Unzustellbar',
    'das Einschreiben vom Mai wurde als unzustellbar zurückgesandt. Bitte schicken Sie es noch einmal.',
  ],
  [
    'Fehler bei der Zustellung der Wahlbenachrichtigung',
    'die Wahlbenachrichtigung wurde mir bisher nicht zugestellt.',
  ],
  [
    'Abwesenheit meines Sohnes',
    'mein Sohn war am 12. Oktober abwesend, weil er krank war. Ich bin an dem Tag nicht erreichbar gewesen.',
  ],
  [
    'Abwesenheitsnotiz für die Kita',
    'bitte nehmen Sie zur Kenntnis, dass unsere Tochter bis Freitag im Urlaub ist.',
  ],
  [
    'Urlaub und Terminverschiebung',
    'ich bin bis zum 3. November im Urlaub und bitte, den Termin zu verschieben.',
  ],
  [
    'Terminverschiebung',
    'leider bin ich in der nächsten Woche nicht im Büro. Können wir den Ortstermin auf den 5. November legen?',
  ],
  [
    'Automatische Antwort erhalten',
    'auf meine Anfrage kam nur eine automatische Antwort. Wann bearbeiten Sie sie?',
  ],
  [
    'Newsletter der Stadt',
    'ich möchte den Newsletter der Stadt abbestellen. Wo kann ich mich abmelden?',
  ],
  [
    'Spam von einer städtischen Adresse',
    'ich habe Spam von einer Ihrer Adressen bekommen. Bitte prüfen Sie das.',
  ],
  [
    'Postfach voll?',
    'Ihr Postfach ist offenbar voll: „552 mailbox full, quota exceeded". Meine Mail kam zurück.',
  ],
  ['Lesebestätigung', 'bitte senden Sie mir eine Lesebestätigung für meine Nachricht vom Montag.'],
  ['Gelesen: Ihr Schreiben', 'ich habe Ihr Schreiben gelesen und bin nicht einverstanden.'],
  [
    'Verzögerung bei meinem Antrag',
    'die Bearbeitung verzögert sich. Der Bescheid wurde noch nicht zugestellt.',
  ],
  [
    'Rückläufer vom Schulamt',
    'anbei die Liste der Rückläufer; diese Briefe konnten nicht zugestellt werden.',
  ],
  [
    'Mail delivery',
    'I tried to write to you, but my message could not be delivered. Please confirm that you receive this.',
  ],
  ['Returned documents', 'please find my returned documents attached.'],
  ['Warnung: Glatteis auf dem Gehweg', 'vor unserem Haus ist seit Tagen nicht gestreut worden.'],
];

/** Seen while the signs were tuned. */
export const friendShapes: readonly Shape[] = [
  ...pairs
    .slice(0, 12)
    .map(
      ([subject, text], index): Shape => [
        `worte-${index}`,
        (f) => letter(f, subject, greeting(f, text)),
      ],
    ),
  [
    'bounce-zitiert',
    (f) =>
      letter(
        f,
        'AW: Undelivered Mail Returned to Sender',
        greeting(f, `das bekomme ich immer zurück:\n\n${bounceText(f).replaceAll(/^/gm, '> ')}`),
      ),
  ],
  [
    'bounce-eingefuegt',
    (f) =>
      letter(
        f,
        'WG: Undelivered Mail Returned to Sender',
        greeting(f, `das kam zurück:\n\n${bounceText(f)}`),
      ),
  ],
  [
    'bounce-als-anlage',
    (f) =>
      letter(f, 'Fwd: Mail delivery failed', '', {
        parts: [
          { type: 'text/plain', text: greeting(f, 'siehe Anlage, warum geht Ihre Adresse nicht?') },
          { type: 'message/rfc822', text: `${returned(f)}\n\n${bounceText(f)}` },
        ],
      }),
  ],
  [
    'anlage-heisst-so',
    (f) =>
      letter(f, 'Unterlagen', '', {
        parts: [
          { type: 'text/plain', text: greeting(f, 'anbei die Unterlagen.') },
          {
            type: 'text/plain',
            text: 'Name;Strasse;Grund',
            fileName: 'Unzustellbar_Undelivered.txt',
          },
        ],
      }),
  ],
  [
    'antwort-auf-abwesenheit',
    (f) =>
      letter(
        f,
        'AW: Abwesenheitsnotiz: Ihr Antrag',
        greeting(f, 'danke für den Hinweis, dann warte ich bis Ihre Vertretung da ist.'),
      ),
  ],
  [
    'portal',
    (f) =>
      letter(
        f,
        'Neue Meldung im Mängelmelder',
        'Es liegt eine neue Meldung vor.\n\nOrt: Lindenstraße 4\nAnliegen: Laterne defekt',
        {
          headers: [
            ['Auto-Submitted', 'auto-generated'],
            ['X-Auto-Response-Suppress', 'All'],
          ],
        },
      ),
  ],
];

/** Written with the others, looked at only when the signs were finished. */
export const unseenFriendShapes: readonly Shape[] = [
  ...pairs
    .slice(12)
    .map(
      ([subject, text], index): Shape => [
        `worte-${index + 12}`,
        (f) => letter(f, subject, greeting(f, text)),
      ],
    ),
  [
    'postmaster-mensch',
    (f) => ({
      headers: [
        ['From', `${f.person} <postmaster@${f.domain}>`],
        ['To', f.us],
        ['Subject', 'Unzustellbare Mails an Ihre Adresse'],
      ],
      text: greeting(
        f,
        'seit gestern weist Ihr Server unsere Mails mit 554 5.7.1 ab. Bitte tragen Sie uns in die Ausnahmen ein.',
      ),
    }),
  ],
  [
    'postmaster-antwort',
    (f) => ({
      headers: [
        ['From', `${f.person} <postmaster@${f.domain}>`],
        ['To', f.us],
        ['Subject', 'AW: Zustellprobleme'],
        ['In-Reply-To', f.messageId],
      ],
      text: greeting(
        f,
        'Ihre Nachricht an unsere Kanzlei wurde nicht zugestellt, weil das Postfach voll war. Das ist behoben.',
      ),
    }),
  ],
  [
    'bericht-als-anlage',
    (f) =>
      letter(f, 'Ihre E-Mail-Adresse', '', {
        parts: [
          { type: 'text/plain', text: greeting(f, 'beigefügt der Fehlerbericht.') },
          {
            type: 'message/delivery-status',
            text: `Reporting-MTA: dns; ${f.host}\n\nFinal-Recipient: rfc822; ${f.us}\nAction: failed\nStatus: 5.1.1`,
          },
        ],
      }),
  ],
  [
    'weitergeleitet-ohne-kuerzel',
    (f) =>
      letter(
        f,
        'Undelivered Mail Returned to Sender',
        greeting(f, `können Sie damit etwas anfangen?\n\n${bounceText(f)}`),
      ),
  ],
  [
    'formular-ohne-absender',
    (f) => ({
      headers: [
        ['Return-Path', `<www@${f.domain}>`],
        ['From', `Formular <formular@${f.domain}>`],
        ['To', f.us],
        ['Subject', 'Kontaktformular: Zustellung'],
      ],
      text: `Name: ${f.person}\nE-Mail: ${f.to}\nNachricht: Mein Bescheid wurde nicht zugestellt.`,
    }),
  ],
];
