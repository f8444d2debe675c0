import type { Blocks } from './office-blocks.js';
import { type Attributes, readXml } from './office-xml.js';

const isOff = (value: string | undefined): boolean => value === '0' || value === 'false';

const headingOf = (style: string): 1 | 2 | 3 | undefined => {
  if (/^(titel|title)$/i.test(style)) return 1;
  const level = /^(?:heading|berschrift|überschrift)\s?(\d)$/i.exec(style)?.[1];
  if (level === undefined) return undefined;
  return level === '1' ? 1 : level === '2' ? 2 : 3;
};

/** Reads one part of a Word document (ECMA-376 part 1, 17): body, header, footer or notes. */
export const readWord = (xml: string, blocks: Blocks): void => {
  let style = '';
  let inList = false;
  let inText = false;
  let look: { fett?: boolean; kursiv?: boolean } = {};
  // A picture is described twice, for old programs and for new ones; the words in it count once.
  let fallbacks = 0;

  const mark = (name: 'fett' | 'kursiv', attributes: Attributes): void => {
    if (!isOff(attributes['w:val'])) look = { ...look, [name]: true };
  };
  const opened: Readonly<Record<string, (attributes: Attributes) => void>> = {
    'w:p': () => {
      style = '';
      inList = false;
    },
    'w:pStyle': (attributes) => {
      style = attributes['w:val'] ?? '';
    },
    'w:numPr': () => {
      inList = true;
    },
    'w:r': () => {
      look = {};
    },
    'w:b': (attributes) => mark('fett', attributes),
    'w:i': (attributes) => mark('kursiv', attributes),
    'w:t': () => {
      inText = true;
    },
    'w:tab': () => blocks.say(' ', look),
    'w:br': () => blocks.say('\n', look),
    'w:cr': () => blocks.say('\n', look),
    'w:noBreakHyphen': () => blocks.say('-', look),
    'w:tbl': blocks.beginTable,
    'w:tr': blocks.beginRow,
    'w:tc': blocks.beginCell,
  };
  const endParagraph = (): void => {
    const ebene = headingOf(style);
    if (ebene !== undefined) blocks.endParagraph({ art: 'titel', ebene });
    else if (inList) blocks.endParagraph({ art: 'punkt', einzug: 1, marke: '•' });
    else blocks.endParagraph();
  };
  const closed: Readonly<Record<string, () => void>> = {
    'w:p': endParagraph,
    'w:t': () => {
      inText = false;
    },
    'w:tbl': blocks.endTable,
    'w:tr': blocks.endRow,
    'w:tc': () => blocks.endCell(),
  };
  const whole = readXml(xml, {
    open: (name, attributes) => {
      if (name === 'mc:Fallback') fallbacks += 1;
      else if (fallbacks === 0) opened[name]?.(attributes);
    },
    close: (name) => {
      if (name === 'mc:Fallback') fallbacks -= 1;
      else if (fallbacks === 0) closed[name]?.();
    },
    text: (text) => {
      if (inText && fallbacks === 0) blocks.say(text, look);
    },
  });
  if (!whole) blocks.leaveOut();
};
