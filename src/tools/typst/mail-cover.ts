import { join } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import { loadFonts } from './fonts.js';
import { type Coverage, coverageOf, missingCharacters } from './glyphs.js';
import { loadTemplate } from './template.js';
import type { TemplateSource, Typesetter } from './typesetter.js';

/** What is shown of a mail; nothing of it is trusted. */
export interface MailCover {
  from: string;
  to: string;
  /** As a person reads it, e.g. `22.11.2026, 14:03`. */
  date: string;
  /** The instant of the mail, for the properties of the PDF. */
  sentAt: Date;
  subject: string;
  text: string;
  /** File names with their sizes, as they are to be shown. */
  attachments: readonly string[];
}

const replacement = '\ufffd';
/** About fifty pages. Nobody reads more of them; the whole text stays in the mail itself. */
const mostCharacters = 150_000;
const mostLines = 3_000;
const mostLineLength = 2_000;
// Marks that turn the direction of text could show another address than the one that sent the mail.
const direction = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Makes any text printable: what the font cannot draw becomes U+FFFD and is counted. */
const createPrintable = (covers: Coverage) => {
  let replaced = 0;
  const printable = (text: string): string => {
    const clean = text
      .normalize('NFC')
      .replaceAll(direction, '')
      .replaceAll(/\p{Variation_Selector}|\u200d/gu, '')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll('\t', '    ')
      .replaceAll(/[^\P{Cc}\n]/gu, '');
    const missing = new Set(missingCharacters(clean, covers));
    if (missing.size === 0) return clean;
    return [...clean]
      .map((character) => {
        if (!missing.has(character)) return character;
        replaced += 1;
        return replacement;
      })
      .join('');
  };
  return { printable, replaced: () => replaced };
};

const linesOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const trimmed = line.trimEnd();
      const parts = Math.max(1, Math.ceil(trimmed.length / mostLineLength));
      return Array.from({ length: parts }, (_, part) =>
        trimmed.slice(part * mostLineLength, (part + 1) * mostLineLength),
      );
    });

const hintOf = (replaced: number, cut: boolean): string =>
  [
    replaced > 0
      ? `${replaced} Zeichen (z. B. Emojis) konnten nicht dargestellt werden und sind durch ein Ersatzzeichen vertreten.`
      : '',
    cut ? 'Gezeigt ist nur der Anfang; der ganze Text steht in der E-Mail.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');

const headOf = (mail: MailCover, printable: (text: string) => string) => {
  const line = (text: string): string => printable(text).replaceAll('\n', ' ').trim();
  const head = [
    { name: 'Von', wert: line(mail.from) },
    { name: 'An', wert: line(mail.to) },
    { name: 'Datum', wert: line(mail.date) },
    { name: 'Betreff', wert: line(mail.subject) },
    { name: 'Anlagen', wert: mail.attachments.map(line).join('; ') },
  ];
  return head.filter((entry) => entry.wert !== '');
};

/**
 * Renders head and text of an incoming mail as PDF/A-2a pages, whatever characters it holds.
 * The text is printed literally; links, pictures and HTML are no part of it.
 */
export const createMailCoverRenderer = (deps: { typesetter: Typesetter }) => {
  let covers: Coverage | undefined;
  let template: TemplateSource | undefined;
  return async (mail: MailCover): Promise<{ bytes: Buffer; pages: number }> => {
    covers ??= coverageOf(loadFonts()[0] as Buffer);
    template ??= loadTemplate({
      folder: join(projectRoot(), 'config/templates'),
      name: 'mail-deckblatt',
    });
    const { printable, replaced } = createPrintable(covers);
    const kopf = headOf(mail, printable);
    const subject = kopf.find((entry) => entry.name === 'Betreff')?.wert ?? '';
    const lines = linesOf(printable(mail.text.slice(0, mostCharacters)));
    const cut = mail.text.length > mostCharacters || lines.length > mostLines;
    const { bytes, pages } = await deps.typesetter.pdf({
      template,
      standard: 'a-2a',
      data: {
        titel: subject === '' ? 'E-Mail ohne Betreff' : `E-Mail: ${subject}`,
        jahr: mail.sentAt.getUTCFullYear(),
        monat: mail.sentAt.getUTCMonth() + 1,
        tag: mail.sentAt.getUTCDate(),
        kopf,
        zeilen: lines.slice(0, mostLines),
        hinweis: hintOf(replaced(), cut),
      },
    });
    return { bytes, pages };
  };
};

/** Renders the pages that stand for a mail's own text. */
export type MailCoverRenderer = ReturnType<typeof createMailCoverRenderer>;
