import type { Blocks } from './office-blocks.js';
import { type Attributes, readXml } from './office-xml.js';

const count = (value: string | undefined): number => {
  const number = Number(value ?? 1);
  return Number.isInteger(number) && number > 0 ? number : 1;
};

/** Reads the content of an OpenDocument text or spreadsheet (ISO/IEC 26300); deleted text of tracked changes is left out. */
export const readOpenDocument = (xml: string, blocks: Blocks): void => {
  let deleted = 0;
  let paragraphs = 0;
  let lists = 0;
  let level: 1 | 2 | 3 | undefined;
  let repeated = 1;

  const opened: Readonly<Record<string, (attributes: Attributes) => void>> = {
    'text:p': () => {
      paragraphs += 1;
      level = undefined;
    },
    'text:h': (attributes) => {
      paragraphs += 1;
      const outline = count(attributes['text:outline-level']);
      level = outline === 1 ? 1 : outline === 2 ? 2 : 3;
    },
    'text:list': () => {
      lists += 1;
    },
    'text:tab': () => blocks.say(' '),
    'text:line-break': () => blocks.say('\n'),
    'text:s': (attributes) => blocks.say(' '.repeat(Math.min(80, count(attributes['text:c'])))),
    'table:table': blocks.beginTable,
    'table:table-row': blocks.beginRow,
    'table:table-cell': (attributes) => {
      repeated = count(attributes['table:number-columns-repeated']);
      blocks.beginCell();
    },
  };
  const endParagraph = (): void => {
    paragraphs = Math.max(0, paragraphs - 1);
    if (level !== undefined) blocks.endParagraph({ art: 'titel', ebene: level });
    else if (lists > 0)
      blocks.endParagraph({ art: 'punkt', einzug: Math.min(6, lists), marke: '•' });
    else blocks.endParagraph();
    level = undefined;
  };
  const closed: Readonly<Record<string, () => void>> = {
    'text:p': endParagraph,
    'text:h': endParagraph,
    'text:list': () => {
      lists = Math.max(0, lists - 1);
    },
    'table:table': blocks.endTable,
    'table:table-row': blocks.endRow,
    'table:table-cell': () => blocks.endCell(repeated),
  };
  const whole = readXml(xml, {
    open: (name, attributes) => {
      if (name === 'text:tracked-changes') deleted += 1;
      else if (deleted === 0) opened[name]?.(attributes);
    },
    close: (name) => {
      if (name === 'text:tracked-changes') deleted -= 1;
      else if (deleted === 0) closed[name]?.();
    },
    text: (text) => {
      // Line ends and indentation of the file are no words.
      if (deleted === 0 && paragraphs > 0) blocks.say(text.replace(/\s+/g, ' '));
    },
  });
  if (!whole) blocks.leaveOut();
};
