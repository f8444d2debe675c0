import { describe, expect, it } from 'vitest';
import { blocksOf } from '#tools/mail-html/blocks.js';
import { safeHtml } from '#tools/mail-html/safe-html.js';

const read = (html: string) => blocksOf(safeHtml(html, { inlineImages: new Map() }).nodes);
const blocks = (html: string) => read(html).blocks;

describe('the printed copy of formatted text', () => {
  it('keeps headings, paragraphs, emphasis and line breaks, with blanks as a browser shows them', () => {
    expect(
      blocks('<h3>An  alle</h3><p>Guten\n Tag <b>sehr <i>wichtig</i></b>,<br> bis morgen </p>'),
    ).toEqual([
      { art: 'titel', ebene: 3, einzug: 0, stuecke: [{ text: 'An alle' }] },
      {
        art: 'absatz',
        einzug: 0,
        stuecke: [
          { text: 'Guten Tag ' },
          { text: 'sehr ', fett: true },
          { text: 'wichtig', fett: true, kursiv: true },
          { text: ',\nbis morgen' },
        ],
      },
    ]);
  });

  it('marks the entries of lists and the depth of quotations', () => {
    const found = blocks(
      '<ol start=3><li>drei<ul><li>innen</li></ul></li><li><p>vier</p></li></ol><blockquote>alt<blockquote>älter</blockquote></blockquote>',
    );
    expect(found.map(({ art, marke, einzug, zitat }) => [art, marke, einzug, zitat])).toEqual([
      ['punkt', '3.', 1, undefined],
      ['punkt', '•', 2, undefined],
      ['punkt', '4.', 1, undefined],
      ['absatz', undefined, 1, true],
      ['absatz', undefined, 2, true],
    ]);
  });

  it('tells tables of data from those that only place things', () => {
    const data =
      '<table><tr><th>Amt</th><th>Betrag</th></tr><tr><td>Bau</td><td>12 €</td></tr></table>';
    expect(blocks(data)).toEqual([
      {
        art: 'tabelle',
        einzug: 0,
        stuecke: [],
        zeilen: [
          [[{ text: 'Amt', fett: true }], [{ text: 'Betrag', fett: true }]],
          [[{ text: 'Bau' }], [{ text: '12 €' }]],
        ],
      },
    ]);
    const layout = `<table><tr><td><p>links</p></td></tr><tr><td>${data}</td></tr></table>`;
    expect(blocks(layout).map(({ art }) => art)).toEqual(['absatz', 'tabelle']);
  });

  it('gives every row of a table as many cells as the longest one has', () => {
    const [table] = blocks(
      '<table><tr><td>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr></table>',
    );
    expect(table?.zeilen?.map((row) => row.length)).toEqual([3, 3]);
  });

  it('shows the address of a link and the words of a picture that was not loaded', () => {
    const text = blocks(
      '<p><a href="https://a.example/x">hier</a> <img src="https://b.example/l.png" alt="Logo"></p>',
    )
      .flatMap(({ stuecke }) => stuecke)
      .map((span) => span.text)
      .join('');
    expect(text).toBe('hier [https://a.example/x] [nicht geladen: Logo]');
  });

  it.each([
    ['paragraphs', '<p>x</p>'.repeat(100_000)],
    ['line breaks', `<p>${'x<br>'.repeat(150_000)}</p>`],
    ['entries', `<ul>${'<li>x'.repeat(100_000)}</ul>`],
    ['cells', '<table><tr><td>a<td>b</tr><tr><td>c</tr></table>'.repeat(10_000)],
    ['nested quotations', `${'<blockquote>'.repeat(900)}x`],
    ['letters', `<p>${'Wort '.repeat(190_000)}</p>`],
  ])('stays within about fifty pages of %s', (_name, html) => {
    const { blocks: found } = read(html);
    expect(found.length).toBeLessThan(2_100);
    expect(JSON.stringify(found).length).toBeLessThan(500_000);
  });
});
