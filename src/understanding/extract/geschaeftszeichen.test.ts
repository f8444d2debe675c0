import { describe, expect, it } from 'vitest';
import { findGeschaeftszeichen } from './geschaeftszeichen.js';
import { linesOf } from './layout.js';

const kuerzel = ['10', '20', '32', '32.1', '63', 'OB'];
const read = (text: string) =>
  findGeschaeftszeichen({
    lines: linesOf([{ number: 1, text: { source: 'ocr', text, words: [], meanConfidence: 0.9 } }]),
    kuerzel,
    today: '2026-11-20',
  });

describe('our Geschäftszeichen in a letter', () => {
  it.each([
    ['Ihr Zeichen: 32-1212/14/7-2026', 'exact'],
    ['Az.: 32-1212/14/7-2026/3', 'exact'],
    ['Geschäftszeichen (bitte bei Antwort angeben) 32 - 1212 / 14 / 7 - 2026', 'exact'],
    ['zu Ihrem Schreiben 32–1212/14/7–2026 vom 03.11.2026', 'exact'],
    ['Aktenzeichen 32-1212/14/7-\n2026/3', 'exact'],
    ['Aktenzeichen 32-1212/14/7\n-2026/3', 'exact'],
    ['Ihr Zeichen: 32-I212/l4/7-2O26', 'folded'],
    ['Ihr Zeichen: 32-1Z1Z/14/7-2026', 'folded'],
    ['Ihr Zeichen: 32.1212/14/7.2026', 'folded'],
    ['Ihr Zeichen: 32-1212/14/7-26', 'folded'],
    ['Ihr Zeichen: 32-1212l14/7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212/14I7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212/14 7-2026', 'restored'],
    ['Ihr Zeichen: 321212/14/7-2026', 'restored'],
    ['Ihr Zeichen: 32-1212/14/72026', 'restored'],
    ['Ihr Zeichen: 32-1212(14/7-2026', 'restored'],
  ])('%j is read although the print is bad', (text, form) => {
    const readings = read(text);
    expect(readings.map((r) => r.value)).toContain('32-1212/14/7-2026');
    expect(readings.find((r) => r.value === '32-1212/14/7-2026')!.form).toBe(form);
  });
  it('t', () => {
    console.log(read('32-1212114/7-2026').map((r) => [r.value, r.form, r.confidence]));
    console.log(read('32-12x2/14/7-2026').map((r) => [r.value, r.form, r.confidence]));
    console.log(read('37-1212/14/7-2026').map((r) => [r.value, r.form, r.confidence]));
    const t = performance.now();
    console.log(
      read(
        'Tel. 03500 488-3200, IBAN DE12 3456 7890 1234 5678 90, 03.11.2026, 12-34/5, Rechnung 2026-0012/32-14 am 10.10.2026 1|I1l1I1l1|1 '.repeat(
          10,
        ),
      ).map((r) => [r.value, r.form, r.confidence]),
    );
    console.log(performance.now() - t);
  });
});
