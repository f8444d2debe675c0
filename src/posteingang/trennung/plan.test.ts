import { describe, expect, it } from 'vitest';
import { type BlattCode, readBlattCode, writeBlattCode } from './blatt-code.js';
import { planeTrennung, type StapelSeite, type Trennregeln } from './plan.js';

const key = Buffer.from('ein Schlüssel nur für diese Prüfung');
const regeln: Trennregeln = {
  readCode: (text) => readBlattCode(key, text),
  fremdeWerte: ['PATCHT', 'TRENN-*'],
  patchCodes: ['T', '3'],
};
const vorgangId = '2f1c2b8e-4a55-4d8e-9d0a-6f1f7f0d3c11';
const trennblatt: BlattCode = {
  art: 'trennblatt',
  vorgangId: null,
  blaetter: null,
  nummer: '00AA11BB22CC',
};
const deckblatt: BlattCode = {
  art: 'deckblatt',
  vorgangId,
  blaetter: 2,
  nummer: '99AA11BB22CC',
};

/** `T` our sheet, `D` a cover sheet, `P` a patch, `F` a foreign code, `X` a forged one, `-` empty, `.` written. */
const stack = (pages: string): StapelSeite[] => {
  const codes: Readonly<Record<string, { format: string; text: string }>> = {
    T: { format: 'QRCode', text: writeBlattCode(key, trennblatt) },
    D: { format: 'DataMatrix', text: writeBlattCode(key, deckblatt) },
    P: { format: 'PatchCode', text: 'T' },
    F: { format: 'Code128', text: 'TRENN-17' },
    X: { format: 'QRCode', text: writeBlattCode(Buffer.from('fremder Schlüssel'), deckblatt) },
    Q: { format: 'QRCode', text: 'https://beispiel.example/zahlen' },
  };
  return [...pages].map((kind, at) => ({
    nummer: at + 1,
    leer: kind === '-',
    codes: codes[kind] === undefined ? [] : [codes[kind]],
  }));
};

const lettersOf = (pages: string): number[][] | undefined =>
  planeTrennung(stack(pages), regeln)?.briefe.map((letter) => letter.seiten);

describe('the code of a sheet', () => {
  it('is read back with everything that it says', () => {
    expect(readBlattCode(key, writeBlattCode(key, deckblatt))).toEqual(deckblatt);
    expect(readBlattCode(key, writeBlattCode(key, trennblatt))).toEqual(trennblatt);
  });

  it('of another key, changed or cut off counts as foreign', () => {
    const text = writeBlattCode(key, deckblatt);
    expect(readBlattCode(Buffer.from('anderer'), text)).toBe('fremd');
    expect(readBlattCode(key, text.replace(':2:', ':3:'))).toBe('fremd');
    expect(readBlattCode(key, text.slice(0, -1))).toBe('fremd');
  });

  it('of the first version still cuts, and names no Vorgang', () => {
    expect(readBlattCode(key, 'POSTSTELLE:TRENNBLATT:1')).toMatchObject({
      art: 'trennblatt',
      vorgangId: null,
    });
  });

  it('is not seen in the codes that letters carry', () => {
    expect(readBlattCode(key, 'https://beispiel.example/PSTB2')).toBeUndefined();
  });
});

describe('a stack', () => {
  it.each([
    ['is cut at our sheets', '..T.T...', [[1, 2], [4], [6, 7, 8]]],
    ['is cut at cover sheets, patches and foreign codes alike', 'D.P.F.', [[2], [4], [6]]],
    ['with sheets in a row has no empty letters', 'TT.TT.T', [[3], [6]]],
    ['is not cut at codes of senders', '.Q.T.', [[1, 2, 3], [5]]],
    ['is not cut at a forged sheet', '.X.T.', [[1, 2, 3], [5]]],
    [
      'keeps empty pages with their letter',
      '.-T..-',
      [
        [1, 2],
        [4, 5, 6],
      ],
    ],
    ['gives empty pages before a sheet to the letter before', '.-T--.T.', [[1, 2], [5, 6], [8]]],
    ['does not begin a letter with the empty back of a sheet', '.T-..T.', [[1], [4, 5], [7]]],
  ])('%s', (_name, pages, letters) => {
    expect(lettersOf(pages)).toEqual(letters);
  });

  it('scanned on both sides names the empty backs of its sheets', () => {
    const plan = planeTrennung(stack('T-..T-.-'), regeln);
    expect(plan?.briefe.map((letter) => letter.seiten)).toEqual([
      [3, 4],
      [7, 8],
    ]);
    expect(plan?.trennseiten.map((one) => one.seite)).toEqual([1, 2, 5, 6]);
  });

  it('of which only some sheets have an empty back names those, wherever the counts stand', () => {
    const plan = planeTrennung(stack('T-.T.P-..'), regeln);
    expect(plan?.briefe.map((letter) => letter.seiten)).toEqual([[3], [5], [8, 9]]);
    expect(plan?.trennseiten).toMatchObject([
      { seite: 1 },
      { seite: 2, grund: 'leere Rückseite eines Trennblatts' },
      { seite: 4 },
      { seite: 6 },
      { seite: 7, grund: 'leere Rückseite eines Trennblatts' },
    ]);
  });

  it('without any sheet, or without any letter, is not cut', () => {
    expect(lettersOf('....')).toBeUndefined();
    expect(lettersOf('T-T')).toBeUndefined();
  });

  it('loses no page, whatever lies in it', () => {
    const kinds = 'TDPFXQ.-';
    let state = 7;
    for (let round = 0; round < 500; round += 1) {
      let pages = '';
      for (let at = 0; at < 3 + (round % 17); at += 1) {
        state = (state * 1103515245 + 12345) % 2147483648;
        pages += kinds[Math.floor((state / 2147483648) * kinds.length)];
      }
      const plan = planeTrennung(stack(pages), regeln);
      if (plan === undefined) continue;
      const found = [
        ...plan.briefe.flatMap((letter) => letter.seiten),
        ...plan.trennseiten.map((one) => one.seite),
      ].sort((a, b) => a - b);
      expect(found, pages).toEqual([...pages].map((_kind, at) => at + 1));
    }
  });

  it('gives the letter behind a cover sheet its Vorgang', () => {
    const plan = planeTrennung(stack('D..T.'), regeln);
    expect(plan?.briefe.map((letter) => letter.deckblatt?.vorgangId ?? null)).toEqual([
      vorgangId,
      null,
    ]);
  });

  it('tells where a forged sheet lies', () => {
    expect(planeTrennung(stack('.X.T.'), regeln)?.fremdeBlaetter).toEqual([2]);
  });
});
