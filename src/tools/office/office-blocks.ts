import type { MailBlock, MailSpan } from '../mail-html/mail-block.js';

const mostBlocks = 3_000;
const mostColumns = 10;
const mostRows = 1_000;
const longestPiece = 10_000;
const mostPieces = 2_000;

/**
 * Puts the words of an office document together in reading order: paragraphs, headings, entries of lists, tables. A
 * table in a table becomes words of its cell; what is too much is left out, and `cut` says so.
 */
export const createBlocks = () => {
  const blocks: MailBlock[] = [];
  let pieces: MailSpan[] = [];
  let cut = false;
  let tables = 0;
  let rows: MailSpan[][][] = [];
  let row: MailSpan[][] | undefined;

  const isEmpty = (list: readonly MailSpan[]): boolean =>
    list.every(({ text }) => text.trim() === '');

  const push = (block: MailBlock): void => {
    if (blocks.length < mostBlocks) blocks.push(block);
    else cut = true;
  };

  const say = (text: string, look: { fett?: boolean; kursiv?: boolean } = {}): void => {
    if (text === '') return;
    const last = pieces.at(-1);
    const same =
      last !== undefined &&
      last.fett === look.fett &&
      last.kursiv === look.kursiv &&
      pieces.length > 0;
    if (same && last.text.length + text.length <= longestPiece) last.text += text;
    else if (pieces.length < mostPieces)
      pieces.push({ text: text.slice(0, longestPiece), ...look });
    else cut = true;
  };

  const endParagraph = (
    kind: Pick<MailBlock, 'art'> & Partial<MailBlock> = { art: 'absatz' },
  ): void => {
    if (tables > 0) {
      // Paragraphs of one cell stand below each other in it.
      if (!isEmpty(pieces)) say('\n');
      return;
    }
    if (!isEmpty(pieces)) push({ einzug: 0, ...kind, stuecke: pieces });
    pieces = [];
  };

  const takePieces = (): MailSpan[] => {
    const taken = pieces;
    pieces = [];
    const last = taken.at(-1);
    if (last !== undefined) last.text = last.text.trimEnd();
    return taken;
  };

  const endTable = (): void => {
    tables = Math.max(0, tables - 1);
    if (tables > 0) return;
    const filled = rows.filter((cells) => !cells.every(isEmpty));
    rows = [];
    const width = Math.max(0, ...filled.map((cells) => cells.length));
    if (width === 0) return;
    if (filled.length > mostRows) cut = true;
    const even = filled
      .slice(0, mostRows)
      .map((cells) => [...cells, ...Array.from({ length: width - cells.length }, () => [])]);
    if (width > 1 && width <= mostColumns)
      push({ art: 'tabelle', einzug: 0, stuecke: [], zeilen: even });
    else
      for (const cells of even) {
        const line = cells.filter((cell) => !isEmpty(cell));
        const text = line.map((cell) => cell.map((one) => one.text).join('')).join(' | ');
        push({ art: 'absatz', einzug: 0, stuecke: [{ text: text.slice(0, longestPiece) }] });
      }
  };

  return {
    /** Notes that something was left out. */
    leaveOut: (): void => {
      cut = true;
    },
    say,
    endParagraph,
    beginTable: (): void => {
      if (tables === 0) endParagraph();
      tables += 1;
    },
    beginRow: (): void => {
      if (tables === 1) row = [];
    },
    beginCell: (): void => {
      if (tables === 1) pieces = [];
    },
    /** `times`: cells that the file names once and means several times. */
    endCell: (times = 1): void => {
      if (tables !== 1 || row === undefined) return;
      const cell = takePieces();
      const wanted = isEmpty(cell)
        ? Math.min(times, mostColumns)
        : Math.min(times, 4 * mostColumns);
      for (let at = 0; at < wanted; at += 1) row.push(cell);
    },
    endRow: (): void => {
      if (tables !== 1 || row === undefined) return;
      while (row.length > 0 && isEmpty(row.at(-1) ?? [])) row.pop();
      if (rows.length <= mostRows) rows.push(row);
      row = undefined;
    },
    endTable,
    done: (): { blocks: MailBlock[]; cut: boolean } => {
      tables = 0;
      endParagraph();
      return { blocks, cut };
    },
  };
};

export type Blocks = ReturnType<typeof createBlocks>;
