import type { Blocks } from './office-blocks.js';
import { readXml } from './office-xml.js';

/** The texts that cells of an Excel workbook name by their number (ECMA-376 part 1, 18.4). */
export const readSharedTexts = (xml: string): string[] => {
  const texts: string[] = [];
  let inText = false;
  let inReading = false;
  readXml(xml, {
    open: (name) => {
      if (name === 'si') texts.push('');
      else if (name === 'rPh') inReading = true;
      else if (name === 't') inText = true;
    },
    close: (name) => {
      if (name === 'rPh') inReading = false;
      else if (name === 't') inText = false;
    },
    text: (text) => {
      if (inText && !inReading && texts.length > 0) texts[texts.length - 1] += text;
    },
  });
  return texts;
};

/** Names of the sheets in their order. */
export const readSheetNames = (xml: string): string[] => {
  const names: string[] = [];
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'sheet') names.push(attributes['name'] ?? '');
    },
  });
  return names;
};

const columnOf = (reference: string | undefined): number | undefined => {
  const letters = /^([A-Z]{1,3})\d/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) - 64);
  return column - 1;
};

/** Reads one sheet of an Excel workbook; numbers stand as they are stored, without the format of their cell. */
export const readSheet = (xml: string, shared: readonly string[], blocks: Blocks): void => {
  let kind = '';
  let value: string | undefined;
  let next = 0;
  blocks.beginTable();
  const whole = readXml(xml, {
    open: (name, attributes) => {
      if (name === 'row') {
        blocks.beginRow();
        next = 0;
      } else if (name === 'c') {
        const column = columnOf(attributes['r']) ?? next;
        // Empty cells are not written into the file.
        for (; next < column && next < 100; next += 1) {
          blocks.beginCell();
          blocks.endCell();
        }
        next = column + 1;
        kind = attributes['t'] ?? 'n';
        blocks.beginCell();
      } else if (name === 'v' || name === 't') value = '';
    },
    close: (name) => {
      if ((name === 'v' || name === 't') && value !== undefined) {
        blocks.say(name === 'v' && kind === 's' ? (shared[Number(value)] ?? '') : value);
        value = undefined;
      } else if (name === 'c') blocks.endCell();
      else if (name === 'row') blocks.endRow();
    },
    text: (text) => {
      if (value !== undefined) value += text;
    },
  });
  blocks.endTable();
  if (!whole) blocks.leaveOut();
};
