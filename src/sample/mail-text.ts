import type { Contact } from './contacts.js';
import { longDate } from './german-format.js';
import type { Block, GeneratedLetter } from './letter.js';
import type { Random } from './random.js';

const bodyTypes: ReadonlySet<Block['type']> = new Set([
  'salutation',
  'paragraph',
  'fields',
  'table',
  'closing',
]);

const plainBlock = (block: Block): string => {
  switch (block.type) {
    case 'fields':
      return block.rows.map(([label, value]) => `${label} ${value}`).join('\n');
    case 'table':
      return [
        ...block.rows.map((row) => row.join('  ')),
        ...block.total.map(([label, value]) => `${label}: ${value}`),
      ].join('\n');
    case 'salutation':
    case 'paragraph':
    case 'closing':
      return block.text;
    default:
      return '';
  }
};

/** The references that a letter carries in its head and a mail in its body. */
const referenceLines = (letter: GeneratedLetter): string[] => {
  const {
    geschaeftszeichenPrinted: ours,
    geschaeftszeichenPlacement: placement,
    fremdesZeichen,
  } = letter.truth;
  const lines = [
    ...(ours === undefined || placement === 'sentence' ? [] : [`Ihr Zeichen: ${ours}`]),
    ...(fremdesZeichen === undefined ? [] : [`Unser Zeichen: ${fremdesZeichen}`]),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
};

const signatureLines = (contact: Contact): string[] =>
  contact.art === 'citizen'
    ? [contact.name]
    : [
        contact.name,
        contact.strasse,
        `${contact.plz} ${contact.ort}`,
        ...(contact.email === undefined ? [] : [contact.email]),
      ];

/** The letter as the text of a mail: no address field, the reference on top, the sender below. */
export const mailTextOf = (letter: GeneratedLetter): string =>
  [
    ...referenceLines(letter),
    ...letter.blocks.filter(({ type }) => bodyTypes.has(type)).map(plainBlock),
    signatureLines(letter.truth.sender).join('\n'),
  ].join('\n\n');

/** A few words that only point to the attachment. */
export const coverText = (letter: GeneratedLetter, random: Random): string => {
  const { sender, betreff } = letter.truth;
  const text = random.pick([
    'anbei mein Schreiben mit der Bitte um Bearbeitung.',
    `im Anhang finden Sie mein Schreiben „${betreff}“. Bitte bestätigen Sie den Eingang.`,
    'bitte beachten Sie das beigefügte Schreiben.',
    'ich sende Ihnen den Brief vorab per E-Mail, das Original folgt mit der Post.',
    'Unterlagen wie besprochen im Anhang.',
  ]);
  return `${random.pick(['Sehr geehrte Damen und Herren,', 'Guten Tag,', 'Hallo,'])}\n\n${text}\n\n${random.pick(['Mit freundlichen Grüßen', 'Viele Grüße', 'MfG'])}\n${signatureLines(sender).join('\n')}`;
};

/** What the city wrote before, quoted below an answer. */
export const quotedReply = ({
  clerk,
  office,
  geschaeftszeichen,
  day,
}: {
  clerk: string;
  office: string;
  geschaeftszeichen: string | undefined;
  day: string;
}): string => {
  const lines = [
    'Sehr geehrte Damen und Herren,',
    '',
    'vielen Dank für Ihre Nachricht. Bitte teilen Sie uns noch mit, ob sich seitdem',
    'etwas geändert hat, und senden Sie uns fehlende Unterlagen.',
    ...(geschaeftszeichen === undefined
      ? []
      : ['', `Unser Geschäftszeichen: ${geschaeftszeichen}`]),
    '',
    'Mit freundlichen Grüßen',
    'Im Auftrag',
    clerk,
    `Stadt Lohwerda, ${office}`,
  ];
  return [
    `Am ${longDate(day)} schrieb ${office}:`,
    '',
    ...lines.map((line) => (line === '' ? '>' : `> ${line}`)),
  ].join('\n');
};

/** A mail that somebody passes on, with the head that mail programs put before it. */
export const forwarded = (
  text: string,
  { from, to, subject, day }: { from: string; to: string; subject: string; day: string },
): string =>
  [
    '-----Ursprüngliche Nachricht-----',
    `Von: ${from}`,
    `Gesendet: ${longDate(day)}`,
    `An: ${to}`,
    `Betreff: ${subject}`,
    '',
    text,
  ].join('\n');

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** The same words as HTML, as a mail program writes it. */
export const htmlOf = (
  text: string,
  { font, logoCid }: { font: string; logoCid?: string },
): string => {
  const paragraphs = text
    .split('\n\n')
    .map((part) => `<p style="margin:0 0 12px">${escapeHtml(part).replace(/\n/g, '<br>\n')}</p>`)
    .join('\n');
  const logo =
    logoCid === undefined
      ? ''
      : `\n<p><img src="cid:${logoCid}" width="120" height="36" alt="Logo"></p>`;
  return `<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title></title></head>\n<body style="font-family:${font};font-size:11pt;color:#222">\n${paragraphs}${logo}\n</body></html>\n`;
};
