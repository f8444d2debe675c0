import { type Entry, fromBufferPromise } from 'yauzl';
import { z } from 'zod';
import { MailBlock } from '../mail-html/mail-block.js';
import { type Blocks, createBlocks } from './office-blocks.js';
import { readXml } from './office-xml.js';
import { readOpenDocument } from './read-open-document.js';
import { readSharedTexts, readSheet, readSheetNames } from './read-sheets.js';
import { readWord } from './read-word.js';

const openXml = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Office documents whose words can be read. */
export const officeTypes = [
  `${openXml}.wordprocessingml.document`,
  `${openXml}.spreadsheetml.sheet`,
  `${openXml}.presentationml.presentation`,
  `${openDocument}.text`,
  `${openDocument}.spreadsheet`,
] as const;

/** Whether the words of files of this type can be read. */
export const isOfficeType = (mediaType: string): boolean =>
  (officeTypes as readonly string[]).includes(mediaType);

/** What was read of an office document: its words, without its looks. */
export const OfficeText = z.object({
  blocks: z.array(MailBlock).max(3_100),
  /** Some of it was left out because it is too much. */
  cut: z.boolean(),
});
export type OfficeText = z.infer<typeof OfficeText>;

/** A document is no bomb below this, unpacked. */
const mostBytes = 60_000_000;
const mostEntries = 5_000;

/** The parts whose names fit, as text; a document whose parts are too large is read as far as they go. */
const readParts = async (
  bytes: Buffer,
  isWanted: (name: string) => boolean,
): Promise<{ parts: Map<string, string>; cut: boolean }> => {
  const parts = new Map<string, string>();
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
  let total = 0;
  let entries = 0;
  for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
    entries += 1;
    if (entries > mostEntries) return { parts, cut: true };
    if (entry.isEncrypted() || !isWanted(entry.fileName)) continue;
    total += entry.uncompressedSize;
    if (total > mostBytes) return { parts, cut: true };
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry))
      chunks.push(Buffer.from(chunk));
    parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return { parts, cut: false };
};

type Parts = ReadonlyMap<string, string>;

const numberIn = (name: string): number => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0);

/** Names like `word/header2.xml` in the order of their numbers. */
const numbered = (parts: Parts, pattern: RegExp): string[] =>
  [...parts.keys()].filter((name) => pattern.test(name)).sort((a, b) => numberIn(a) - numberIn(b));

const heading = (blocks: Blocks, text: string): void => {
  blocks.say(text);
  blocks.endParagraph({ art: 'titel', ebene: 2 });
};

const word = (parts: Parts, blocks: Blocks): void => {
  // The letterhead stands in the header, once for the first page and often once more for the others.
  const seen = new Set<string>();
  const once = (pattern: RegExp): void => {
    for (const name of numbered(parts, pattern)) {
      const xml = parts.get(name) ?? '';
      const words = xml.replace(/<[^>]*>/g, '').trim();
      if (words === '' || seen.has(words)) continue;
      seen.add(words);
      readWord(xml, blocks);
    }
  };
  once(/^word\/header\d*\.xml$/);
  readWord(parts.get('word/document.xml') ?? '', blocks);
  once(/^word\/(footnotes|endnotes|footer\d*)\.xml$/);
};

const sheets = (parts: Parts, blocks: Blocks): void => {
  const shared = readSharedTexts(parts.get('xl/sharedStrings.xml') ?? '');
  const names = readSheetNames(parts.get('xl/workbook.xml') ?? '');
  for (const [at, name] of numbered(parts, /^xl\/worksheets\/sheet\d+\.xml$/).entries()) {
    heading(blocks, names[at] ?? `Blatt ${at + 1}`);
    readSheet(parts.get(name) ?? '', shared, blocks);
  }
};

const slides = (parts: Parts, blocks: Blocks): void => {
  for (const [at, name] of numbered(parts, /^ppt\/slides\/slide\d+\.xml$/).entries()) {
    heading(blocks, `Folie ${at + 1}`);
    let inText = false;
    readXml(parts.get(name) ?? '', {
      open: (element) => {
        if (element === 'a:t') inText = true;
        if (element === 'a:br') blocks.say('\n');
      },
      close: (element) => {
        if (element === 'a:t') inText = false;
        if (element === 'a:p') blocks.endParagraph();
      },
      text: (text) => {
        if (inText) blocks.say(text);
      },
    });
  }
};

const kinds: Readonly<
  Record<
    (typeof officeTypes)[number],
    { wanted: RegExp; read: (parts: Parts, blocks: Blocks) => void }
  >
> = {
  [`${openXml}.wordprocessingml.document`]: {
    wanted: /^word\/(document|footnotes|endnotes|header\d*|footer\d*)\.xml$/,
    read: word,
  },
  [`${openXml}.spreadsheetml.sheet`]: {
    wanted: /^xl\/(sharedStrings|workbook|worksheets\/sheet\d+)\.xml$/,
    read: sheets,
  },
  [`${openXml}.presentationml.presentation`]: {
    wanted: /^ppt\/slides\/slide\d+\.xml$/,
    read: slides,
  },
  [`${openDocument}.text`]: {
    wanted: /^content\.xml$/,
    read: (parts, blocks) => readOpenDocument(parts.get('content.xml') ?? '', blocks),
  },
  [`${openDocument}.spreadsheet`]: {
    wanted: /^content\.xml$/,
    read: (parts, blocks) => readOpenDocument(parts.get('content.xml') ?? '', blocks),
  },
};

/**
 * Reads the words of an office document in their order. Formulas, pictures and looks are left out. Throws where the
 * file is no archive; a document without words has no blocks.
 */
export const readOffice = async (bytes: Buffer, mediaType: string): Promise<OfficeText> => {
  const kind = officeTypes.find((one) => one === mediaType);
  if (kind === undefined) throw new TypeError('no office document');
  const { wanted, read } = kinds[kind];
  const { parts, cut } = await readParts(bytes, (name) => wanted.test(name));
  const blocks = createBlocks();
  read(parts, blocks);
  const done = blocks.done();
  return { blocks: done.blocks, cut: cut || done.cut };
};
