import { describe, expect, it } from 'vitest';
import { pageOf, plainPage } from '#test/support/page-of.js';
import type { PageText } from '#tools/page-text.js';
import { createRandomStream } from '../random.js';
import { findGeschaeftszeichen } from './geschaeftszeichen.js';
import { linesOf } from './layout.js';

const kuerzel = ['10', '20', '32', '32.1', '63', 'OB'];
const readPage = (text: PageText) =>
  findGeschaeftszeichen({ lines: linesOf([{ number: 1, text }]), kuerzel, today: '2026-11-20' });
const read = (text: string) => readPage(plainPage(text));
const wanted = '32-1212/14/7-2026';

describe('our Geschäftszeichen in a letter', () => {
  it.each([
    ['Ihr Zeichen: 32-1212/14/7-2026', 'exact'],
    ['Az.: 32-1212/14/7-2026/3', 'exact'],
    ['Geschäftszeichen (bitte bei Antwort angeben) 32 - 1212 / 14 / 7 - 2026', 'exact'],
    ['zu Ihrem Schreiben 32–1212/14/7–2026 vom 03.11.2026', 'exact'],
    ['(32-1212/14/7-2026)', 'exact'],
    ['Aktenzeichen 32-1212/14/7-\n2026/3', 'exact'],
    ['Aktenzeichen 32-1212/14/7\n-2026/3', 'exact'],
    ['Ihr Zeichen: 32-I212/l4/7-2O26', 'folded'],
    ['Ihr Zeichen: 32-1Z1Z/14/7-2026', 'folded'],
    ['Ihr Zeichen: 32.1212/14/7.2026', 'folded'],
    ['Ihr Zeichen: 32_1212/14/7_2026', 'exact'],
    ['Ihr Zeichen: 32 1212/14/7-2026', 'folded'],
    ['Ihr Zeichen: 32-1212/14/7-26', 'folded'],
    ["Ihr Zeichen: 32-1212 /.14./ 7' - 2026", 'folded'],
    ['Ihr Zeichen: 32-1212/ 14 /7-20 26', 'folded'],
    ['Ihr Zeichen: 32-1212l14/7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212/14I7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212|14|7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212/14 7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212114/7-2026', 'restored'],
    ['Ihr Zeichen: 321212/14/7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212/14/72026', 'restored'],
    ['Ihr Zeichen: 32-1212(14/7-2026', 'restored'],
  ])('%j is read although the print is bad', (text, form) => {
    expect(read(text).find(({ value }) => value === wanted)?.form).toBe(form);
  });

  it('an unreadable character stands as a question mark', () => {
    expect(read('Az. 32-12x2/14/7-2026').map(({ value }) => value)).toEqual(['32-12?2/14/7-2026']);
  });

  it('the number of the Dokument is kept apart', () => {
    expect(read('Az. 32-1212/14/7-2026/3')[0]).toMatchObject({ value: wanted, dokument: 3 });
    expect(read('Az. 32-1212/14/7-2026')[0]?.dokument).toBeNull();
  });

  it('points of the file plan and letters in the Kürzel are part of it', () => {
    expect(read('Az. 32.1-31.10/4/7-2026')[0]?.value).toBe('32.1-31.10/4/7-2026');
    expect(read('Az. OB-1110/4/7-2026')[0]?.value).toBe('OB-1110/4/7-2026');
    expect(read('Az. 0B-1110/4/7-2026')[0]?.value).toBe('OB-1110/4/7-2026');
  });

  it.each([
    ['Ihr Zeichen: 32-1212/14/7-2026', 'ours'],
    ['Ihr Geschäftszeichen 32-1212/14/7-2026', 'ours'],
    ['Unser Zeichen: 32-1212/14/7-2026', 'theirs'],
    ['Unser Az. 32-1212/14/7-2026', 'theirs'],
    ['Unser Zeichen: A 7, Ihr Zeichen: 32-1212/14/7-2026', 'ours'],
    ['Aktenzeichen 32-1212/14/7-2026', 'unlabelled'],
    ['ich schreibe Ihnen zu 32-1212/14/7-2026 noch einmal', 'unlabelled'],
  ])('the label of %j makes it %s', (text, role) => {
    expect(read(text)[0]?.role).toBe(role);
  });

  it('in the reference line of DIN 5008 the heading of the column is the label', () => {
    const readings = readPage(
      pageOf([
        [0.12, 0.33, 'Ihr Zeichen,'],
        [0.38, 0.33, 'Unser Zeichen,'],
        [0.64, 0.33, 'Telefon'],
        [0.12, 0.345, '32-1212/14/7-2026'],
        [0.38, 0.345, '20-2110/3/9-2026'],
        [0.64, 0.345, '03500 12345'],
      ]),
    );
    expect(readings.map(({ value, role }) => [value, role])).toEqual([
      [wanted, 'ours'],
      ['20-2110/3/9-2026', 'theirs'],
    ]);
  });

  it('its place on the page is the words that it was read from', () => {
    const [reading] = readPage(pageOf([[0.1, 0.2, 'Ihr Zeichen: 32-1212/14/7-2026 vom Mai']]));
    expect(reading?.page).toBe(1);
    expect(reading?.box?.x).toBeCloseTo(0.1 + 13 * 0.0095, 3);
    expect(reading?.box?.width).toBeCloseTo(17 * 0.0095, 3);
  });

  it('badly recognised words make an unsure reading', () => {
    const sure = readPage(pageOf([[0.1, 0.2, 'Az. 32-1212/14/7-2026']], 0.95))[0]?.confidence ?? 0;
    const unsure = readPage(pageOf([[0.1, 0.2, 'Az. 32-1212/14/7-2026']], 0.3))[0]?.confidence ?? 1;
    expect(unsure).toBeLessThan(sure - 0.2);
  });

  it('telephone numbers, accounts, dates and the signs of others are none of ours', () => {
    const text = `Tel. 03500 488-3200, Fax 03500/488-3299, IBAN DE89 3704 0044 0532 0130 00
      5 K 123/26, 32 C 45/2026, Schaden-Nr. KH 42.123456, vom 03.11.2026 bis 14.11.2026, Rechnung 2026-1212/14`;
    const clean = read(text).filter(({ form }) => form === 'exact' || form === 'folded');
    expect(clean).toEqual([]);
  });

  it('whatever the numbers are, one look-alike character does not hide them', () => {
    const random = createRandomStream(7);
    const below = (limit: number): number => 1 + Math.floor(random() * limit);
    const swaps: Readonly<Record<string, string>> = {
      0: 'O',
      1: 'l',
      2: 'Z',
      5: 'S',
      6: 'G',
      8: 'B',
    };
    for (let round = 0; round < 300; round += 1) {
      const truth = `32-${1000 + below(8000)}/${below(99)}/${below(400)}-${2015 + below(11)}`;
      const spots = [...truth].flatMap((character, at) =>
        at > 2 && swaps[character] !== undefined ? [at] : [],
      );
      const spot = spots[Math.floor(random() * spots.length)] ?? 0;
      const damaged = `${truth.slice(0, spot)}${swaps[truth[spot] ?? ''] ?? truth[spot]}${truth.slice(spot + 1)}`;
      expect(read(`Ihr Zeichen ${damaged} vom Mai`).map(({ value }) => value)).toContain(truth);
    }
  });
});
