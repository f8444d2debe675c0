import { join } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import type { MailBlock, MailSpan } from '../mail-html/mail-block.js';
import { loadFonts } from './fonts.js';
import { type Coverage, coverageOf } from './glyphs.js';
import { createPrintable } from './printable.js';
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
  cc?: string;
  replyTo?: string;
  /** The formatted text; where there is none, the plain one is printed. */
  blocks?: readonly MailBlock[];
  /** The formatted text was too long to be printed as a whole. */
  blocksCut?: boolean;
  /** What the formatted text would have loaded, in words. */
  missing?: readonly string[];
  /** File names with their sizes, as they are to be shown, and their hashes. */
  attachments: readonly { name: string; size: string; sha256: string }[];
}

/** About fifty pages. Nobody reads more of them; the whole text stays in the mail itself. */
const mostCharacters = 150_000;
const mostLines = 3_000;
const mostLineLength = 2_000;
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

const hintOf = (replaced: number, cut: boolean, missing: readonly string[]): string =>
  [
    missing.length > 0 ? `Zum Schutz nicht geladen: ${missing.join(', ')}.` : '',
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
    { name: 'Kopie (Cc)', wert: line(mail.cc ?? '') },
    { name: 'Antwort an', wert: line(mail.replyTo ?? '') },
    { name: 'Datum', wert: line(mail.date) },
    { name: 'Betreff', wert: line(mail.subject) },
  ];
  return head.filter((entry) => entry.wert !== '');
};

/** The formatted text with every letter printable. */
export const printableBlocks = (
  blocks: readonly MailBlock[],
  printable: (text: string) => string,
): MailBlock[] => {
  const spans = (list: readonly MailSpan[]): MailSpan[] =>
    list.map((span) => ({ ...span, text: printable(span.text) }));
  return blocks.map((block) => ({
    ...block,
    stuecke: spans(block.stuecke),
    ...(block.zeilen === undefined ? {} : { zeilen: block.zeilen.map((row) => row.map(spans)) }),
  }));
};

/** The formatted text, or the lines of the plain one. */
const bodyOf = (mail: MailCover, printable: (text: string) => string) => {
  const { blocks = [], blocksCut = false } = mail;
  if (blocks.length > 0)
    return { bausteine: printableBlocks(blocks, printable), zeilen: [], cut: blocksCut };
  const lines = linesOf(printable(mail.text.slice(0, mostCharacters)));
  const cut = mail.text.length > mostCharacters || lines.length > mostLines;
  return { bausteine: [], zeilen: lines.slice(0, mostLines), cut };
};

/**
 * Renders head and text of an incoming mail as PDF/A-2a pages, whatever characters it holds.
 * Formatted text keeps its headings, lists, quotations and tables of data; pictures are named, not drawn. Everything is
 * printed literally and nothing is loaded. Attachments are listed with their hashes.
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
    const { cut, ...body } = bodyOf(mail, printable);
    const anlagen = mail.attachments.map(({ name, size, sha256 }) => ({
      name: printable(name).replaceAll('\n', ' ').trim(),
      groesse: size,
      pruefsumme: sha256,
    }));
    const { bytes, pages } = await deps.typesetter.pdf({
      template,
      standard: 'a-2a',
      data: {
        titel: subject === '' ? 'E-Mail ohne Betreff' : `E-Mail: ${subject}`,
        jahr: mail.sentAt.getUTCFullYear(),
        monat: mail.sentAt.getUTCMonth() + 1,
        tag: mail.sentAt.getUTCDate(),
        fusszeile: 'E-Mail, lesbare Kopie; maßgeblich ist die unveränderte Originalnachricht',
        kopf,
        ...body,
        anlagen,
        hinweis: hintOf(replaced(), cut, mail.missing ?? []),
      },
    });
    return { bytes, pages };
  };
};

/** Renders the pages that stand for a mail's own text. */
export type MailCoverRenderer = ReturnType<typeof createMailCoverRenderer>;
