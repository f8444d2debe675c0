import { dataMatrixModules } from '../code-writer.js';

/*
 * Marks that tell an inserting machine which sheets belong together. There is no common norm: place, pitch and meaning of
 * the marks are what the machine is set to. Lengths are millimetres from the upper left corner of the sheet.
 */

/** What one mark of a column means. */
export type MarkRole =
  | 'start'
  | 'gruppenanfang'
  | 'gruppenende'
  | 'folge0'
  | 'folge1'
  | 'folge2'
  | 'paritaet'
  | 'sicherheit'
  | 'aus';

/** Where and how marks are printed. */
export interface MarkLayout {
  kind: 'keine' | 'omr' | 'datamatrix';
  left: number;
  top: number;
  /** From one mark to the next. */
  pitch: number;
  /** Length of a mark; for a DataMatrix the length of its side. */
  length: number;
  /** Width of a mark. */
  stroke: number;
  /** From the top. */
  roles: readonly MarkRole[];
}

/** A sheet in its envelope. */
export interface Sheet {
  /** From 1. */
  number: number;
  of: number;
  /** Number of the sheet in its print file, from 1. */
  counter: number;
  /** Digits that name run and envelope. */
  envelope: string;
}

/** A dark rectangle. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

const bitOf = (role: MarkRole, sheet: Sheet): boolean => {
  switch (role) {
    case 'start':
    case 'sicherheit':
      return true;
    case 'gruppenanfang':
      return sheet.number === 1;
    case 'gruppenende':
      return sheet.number === sheet.of;
    case 'folge0':
      return (sheet.counter & 1) !== 0;
    case 'folge1':
      return (sheet.counter & 2) !== 0;
    case 'folge2':
      return (sheet.counter & 4) !== 0;
    case 'paritaet':
    case 'aus':
      return false;
  }
};

/** Which marks of the column are printed; with a parity mark their number is even. */
export const omrBits = (roles: readonly MarkRole[], sheet: Sheet): boolean[] => {
  const bits = roles.map((role) => bitOf(role, sheet));
  const odd = bits.filter(Boolean).length % 2 === 1;
  const parity = roles.indexOf('paritaet');
  return bits.map((bit, at) => bit || (odd && at === parity));
};

/** What the DataMatrix of a sheet says: digits only, so that it has 16 by 16 modules. */
export const sheetCode = ({ envelope, number, of }: Sheet): string =>
  `71${envelope}${String(number).padStart(3, '0')}${String(of).padStart(3, '0')}`;

const omrMarks = (layout: MarkLayout, sheet: Sheet): Rectangle[] =>
  omrBits(layout.roles, sheet).flatMap((printed, at) =>
    printed
      ? [
          {
            left: layout.left,
            top: layout.top + at * layout.pitch,
            width: layout.length,
            height: layout.stroke,
          },
        ]
      : [],
  );

const matrixMarks = (layout: MarkLayout, sheet: Sheet): Rectangle[] => {
  const modules = dataMatrixModules(sheetCode(sheet));
  const side = layout.length / modules.length;
  return modules.flatMap((row, y) =>
    row.flatMap((dark, x) =>
      dark
        ? [{ left: layout.left + x * side, top: layout.top + y * side, width: side, height: side }]
        : [],
    ),
  );
};

/** What is printed on the front of a sheet. */
export const marksOf = (layout: MarkLayout, sheet: Sheet): Rectangle[] => {
  if (layout.kind === 'keine') return [];
  return layout.kind === 'omr' ? omrMarks(layout, sheet) : matrixMarks(layout, sheet);
};
