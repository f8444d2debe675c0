import { describe, expect, it } from 'vitest';
import { htmlToText } from './html-text.js';
import { cleanFileName, cleanLine, cleanText } from './mail-names.js';

describe('the name of an attachment', () => {
  it.each([
    ['Bescheid.pdf', 'Bescheid.pdf'],
    ['Gebührenbescheid März.pdf', 'Gebührenbescheid März.pdf'],
    ['C:\\Users\\x\\Antrag.docx', 'Antrag.docx'],
    ['../../.ssh/authorized_keys', 'authorized_keys'],
    ['.htaccess', 'htaccess'],
    ['a\r\nb.pdf', 'a b.pdf'],
    ['Rechnung\u202Efdp.exe', 'Rechnungfdp.exe'],
    ['un\u200Bsichtbar.pdf', 'unsichtbar.pdf'],
    ['<img src=x>.png', '_img src=x_.png'],
    ['...', 'Anhang-1.pdf'],
    ['', 'Anhang-1.pdf'],
    [undefined, 'Anhang-1.pdf'],
  ])('%j becomes %j', (given, clean) => {
    expect(cleanFileName(given, 0, 'application/pdf')).toBe(clean);
  });

  it('keeps its ending when it is far too long', () => {
    const clean = cleanFileName(`${'x'.repeat(500)}.pdf`, 0, 'application/pdf');
    expect(clean).toHaveLength(180);
    expect(clean.endsWith('x.pdf')).toBe(true);
  });
});

describe('text of a mail', () => {
  it('is one line in a header', () => {
    expect(cleanLine(' Hallo\r\nBcc: x\u2028 Welt\u0000\u202E ')).toBe('Hallo Bcc: x Welt');
  });

  it('keeps paragraphs and tabs in the body', () => {
    expect(cleanText('Guten Tag,  \r\n\r\n\r\n\r\n\r\nzwei\tdrei\u0007\u202E')).toBe(
      'Guten Tag,\n\n\nzwei\tdrei',
    );
  });

  it('is made out of HTML without what is hidden in it', () => {
    const html =
      '<head><title>x</title></head><style>p{color:red}</style><!-- geheim --><p>Stra&szlig;e &amp; Weg</p><script>alert(1)</script>&#8364;&#x20AC;<br>Ende';
    expect(cleanText(htmlToText(html))).toBe('Straße & Weg\n\n€€\nEnde');
  });

  it('is made out of megabytes of unclosed marks as quickly', () => {
    expect(htmlToText('<!--'.repeat(300_000))).toBe('');
    expect(htmlToText('<'.repeat(1_000_000)).length).toBe(1_000_000);
  });
});
