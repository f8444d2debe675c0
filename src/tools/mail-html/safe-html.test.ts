import { describe, expect, it } from 'vitest';
import { armed, htmlVectors } from '#test/support/html-vectors.js';
import { allowedTags } from '#tools/mail-html/allowed.js';
import { framePolicy, picturesIn, withPictures } from '#tools/mail-html/frame-document.js';
import { isMisleading, trueAddress } from '#tools/mail-html/links.js';
import { safeHtml } from '#tools/mail-html/safe-html.js';
import { type MailNode, treeOf } from '#tools/mail-html/tree.js';

const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
const plain = (html: string) => safeHtml(html, { inlineImages: new Map() });

const elementsOf = (
  nodes: readonly MailNode[],
): { tag: string; attribs: Record<string, string> }[] =>
  nodes.flatMap((node) =>
    typeof node === 'string' ? [] : [node, ...elementsOf(node.children)],
  ) as never;

describe('the HTML of a mail, made safe', () => {
  it.each(htmlVectors.map((vector, index) => ({ ...vector, index })))(
    '$name leaves only harmless elements, no address and no event',
    (vector) => {
      const { html } = plain(armed(vector, vector.index, 'http://127.0.0.1:9'));
      for (const { tag, attribs } of elementsOf(treeOf(html))) {
        expect(allowedTags).toContain(tag);
        expect(tag).not.toBe('a');
        for (const [name, value] of Object.entries(attribs)) {
          expect(name).not.toMatch(/^on|src|href|action|background/);
          expect(value).not.toMatch(/url|http|javascript|@@|127\.0/i);
        }
      }
    },
  );

  it('keeps what a letter needs: paragraphs, lists, tables, emphasis and harmless styles', () => {
    const source =
      '<h2>Antrag</h2><p style="color:#f00;text-align:center"><b>Sehr</b> geehrte</p>' +
      '<ul><li>eins</li></ul><table border="1"><tr><td colspan="2">x</td></tr></table>';
    expect(plain(source).html).toBe(source);
  });

  it('shows the true address of a link behind its text, and says when the text names another', () => {
    const { html, links, blocked } = plain(
      '<p><a href="https://evil.example/a?b=1" onclick="x()">https://www.stadt.example</a></p>',
    );
    expect(html).toBe(
      '<p><u>https://www.stadt.example</u><small> [https://evil.example/a?b=1]</small></p>',
    );
    expect(links).toEqual([
      {
        text: 'https://www.stadt.example',
        address: 'https://evil.example/a?b=1',
        misleading: true,
      },
    ]);
    expect(blocked).toMatchObject({ links: 1, scripts: 1 });
  });

  it('takes credentials out of an address, which only pretend another host', () => {
    expect(trueAddress('https://stadt.example@evil.example/')).toBe('https://evil.example/');
    expect(trueAddress('java\tscript:alert(1)')).toBeUndefined();
    expect(isMisleading('www.stadt.example', 'https://www.stadt.example/amt')).toBe(false);
    expect(isMisleading('Zum Formular', 'https://evil.example/')).toBe(false);
  });

  it('counts pictures from elsewhere and tracking pixels apart', () => {
    const { html, blocked } = plain(
      '<img src="https://a.example/logo.png" alt="Logo" width="200"><img src="https://a.example/p.gif" width="1" height="1">' +
        '<img src="https://a.example/q.gif" style="height: 1px; width: 1px">',
    );
    expect(html).toBe('<small>[nicht geladen: Logo]</small>');
    expect(blocked).toMatchObject({ remoteImages: 1, trackingPixels: 2 });
  });

  it('shows pictures that are parts of the mail, by the address it is given', () => {
    const name = `bild:${'a'.repeat(64)}`;
    const { html } = safeHtml('<img src="cid:logo@mail" alt="Wappen" width="80">', {
      inlineImages: new Map([['logo@mail', name]]),
    });
    expect(html).toBe(`<img width="80" alt="Wappen" src="${name}">`);
    expect(picturesIn(html)).toEqual(['a'.repeat(64)]);
    expect(withPictures(html, new Map([['a'.repeat(64), pixel]]))).toContain(`src="${pixel}"`);
    expect(withPictures(html, new Map())).not.toContain('src=');
  });

  it('takes pictures in the mail itself only if they are what they say', () => {
    expect(plain(`<img src="${pixel}" alt="">`).html).toContain(pixel);
    expect(plain('<img src="data:image/png;base64,PHN2Zz4=">').html).not.toContain('data:');
    expect(plain('<img src="data:image/svg+xml,<svg/>">').html).not.toContain('data:');
  });

  it('leaves out marks that turn the direction of text', () => {
    expect(plain('<p>fdp\u202ecod.exe\u202c</p>').html).toBe('<p>fdpcod.exe</p>');
  });

  it('cuts after a megabyte and says so', () => {
    const { html, cut } = plain(`<p>${'Wort '.repeat(300_000)}</p>`);
    expect(cut).toBe(true);
    expect(html.length).toBeLessThan(1_000_100);
  });

  it.each([
    ['elements without end', '<div>'.repeat(200_000)],
    ['open brackets', '<'.repeat(1_000_000)],
    ['attributes', `<p ${'a=b '.repeat(250_000)}>`],
    ['styles', `<p style="${'color:red;'.repeat(99_000)}">x</p>`],
    ['ends without beginning', '</p>'.repeat(250_000)],
    ['comments without end', '<!--'.repeat(250_000)],
    ['style sheets without end', '<style>'.repeat(140_000)],
    ['nested tables', '<table><tr><td>'.repeat(60_000)],
    ['links', '<a href="http://a.example/">x</a>'.repeat(30_000)],
  ])('a megabyte of %s ends with a result', (_name, source) => {
    expect(plain(source).html.length).toBeLessThan(6_000_000);
  });

  it('is shown under a policy that loads nothing and runs nothing', () => {
    expect(framePolicy).toContain("default-src 'none'");
    expect(framePolicy).toMatch(/(^|; )sandbox$/);
    expect(framePolicy).not.toMatch(/https?:|script-src|'self'.*img/);
  });
});
