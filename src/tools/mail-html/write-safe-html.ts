import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from './blocks.js';
import { pictureName } from './frame-document.js';
import type { MailBlock } from './mail-block.js';
import { safeHtml } from './safe-html.js';
import type { ShownHtml } from './shown-html.js';

/** What the child wrote and what it says beside it. */
export interface WrittenHtml extends ShownHtml {
  file: string;
  size: number;
  blocks: MailBlock[];
  blocksCut: boolean;
}

/** A file that came with the mail, as far as pictures within its text are concerned. */
interface Enclosed {
  /** Set for what lies in an enclosed message. */
  within?: number;
  contentId?: string;
  sniffed?: string;
  size: number;
  sha256: string;
}

const kinds = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Larger ones are attachments to open, not pictures to read beside. */
export const largestInlineImage = 2_000_000;

const picturesOf = (attachments: readonly Enclosed[]): Map<string, string> =>
  new Map(
    attachments.flatMap(({ contentId, within, sniffed = '', size, sha256 }) =>
      contentId !== undefined &&
      within === undefined &&
      kinds.has(sniffed) &&
      size <= largestInlineImage
        ? [[contentId.replace(/^<|>$/g, ''), pictureName(sha256)]]
        : [],
    ),
  );

const orUndefined = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    // HTML that nobody can read costs its formatted view, never the mail; its text and the raw message stay.
    return undefined;
  }
};

/** Writes the HTML of a mail, made safe, into the output folder of the child; nothing where that is not possible. */
export const writeSafeHtml = (
  html: string,
  mail: { attachments: readonly Enclosed[]; out: string },
): { safeHtml?: WrittenHtml } => {
  if (html === '') return {};
  const inlineImages = picturesOf(mail.attachments);
  const safe = orUndefined(() => {
    const made = safeHtml(html, { inlineImages });
    return { ...made, printed: blocksOf(made.nodes) };
  });
  if (safe === undefined) return {};
  const file = 'safe-0.htm';
  const bytes = Buffer.from(safe.html);
  writeFileSync(join(mail.out, file), bytes);
  const { blocked, links, cut, printed } = safe;
  const shown = { blocked, links, cut, blocks: printed.blocks, blocksCut: printed.cut };
  return { safeHtml: { file, size: bytes.length, ...shown } };
};
