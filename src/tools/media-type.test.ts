import { describe, expect, it } from 'vitest';
import { refusalText, sniffMediaType } from './media-type.js';

const kind = (content: string | Buffer, fileName?: string) =>
  sniffMediaType(Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1'), fileName);

describe('what the mailroom takes in', () => {
  it.each([
    ['application/pdf', '%PDF-1.7\n%\xe2\xe3'],
    ['image/tiff', 'II*\0\x08\0\0\0'],
    ['image/tiff', 'MM\0*\0\0\0\x08'],
    ['image/png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['image/webp', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['application/zip', 'PK\x03\x04\x14\0rechnung.pdf'],
    [
      'message/rfc822',
      'Received: from mx by lmtp\r\n\tfor <a@b.de>\r\nFrom: a@b.de\r\n\r\nHallo\r\n',
    ],
    [
      'message/rfc822',
      'From MAILER-DAEMON Fri Jul  8\nFrom: a@b.de\nTo: c@d.de\nSubject: x\n\nHallo\n',
    ],
    ['message/rfc822', 'Subject: Widerspruch\nX-Spam: no\nX-Tag: 1\n\nText\n'],
  ])('recognises %s by its first bytes', (mediaType, content) => {
    expect(kind(content)).toMatchObject({ mediaType, accepted: true });
  });

  it('recognises a PDF behind the junk that some fax servers write before it', () => {
    expect(kind(`${'x'.repeat(1000)}%PDF-1.4`)?.mediaType).toBe('application/pdf');
    expect(kind(`${'x'.repeat(1100)}%PDF-1.4`)).toBeUndefined();
  });
});

describe('what the mailroom refuses by name', () => {
  it.each([
    ['Word-Dokument (DOCX)', 'PK\x03\x04\x14\0[Content_Types].xml....word/document.xml'],
    ['GIF-Bild', 'GIF89a\x01\0'],
    ['HEIC-Foto', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['ausführbares Programm', 'MZ\x90\0\x03\0'],
    ['XML-Datei', '<?xml version="1.0"?><rsm:CrossIndustryInvoice/>'],
    ['HTML-Seite', '<!DOCTYPE html><html><body>%PDF-1.7'],
  ])('names a %s', (label, content) => {
    expect(kind(content)).toMatchObject({ label, accepted: false });
  });

  it('says what whoever has such a file can do, and what is taken instead', () => {
    const said = refusalText(kind('\0\0\0\x18ftypheic\0\0\0\0'));
    expect(said).toMatch(/HEIC-Foto.*als JPEG.*PDF, TIFF, PNG, JPEG, WebP/);
    expect(refusalText(undefined)).toMatch(/^Der Dateityp wurde nicht erkannt/);
  });

  it('takes an XML only when it is an invoice, whatever its prefix or width', () => {
    const invoice =
      '<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><a/></ubl:Invoice>';
    for (const text of [invoice, `<?xml version="1.0"?><!-- <Invoice> -->\n${invoice}`])
      expect(kind(text)).toMatchObject({ mediaType: 'application/xml', accepted: true });
    const wide = Buffer.from(`\uFEFF${invoice}`, 'utf16le');
    expect(kind(wide)?.mediaType).toBe('application/xml');
    // Where a comment fills what was read, the parser child decides.
    expect(kind(`<?xml version="1.0"?><!--${'x'.repeat(5_000)}`)?.accepted).toBe(true);
    const other = kind('<?xml version="1.0"?><Invoice xmlns="urn:other"/>');
    expect(other).toMatchObject({ mediaType: 'text/xml', accepted: false });
    expect(refusalText(other)).toContain('nur elektronische Rechnungen');
  });

  it('does not believe the name of a ZIP that calls itself PDF', () => {
    expect(kind('PK\x03\x04\x14\0a.txt%PDF-1.7', 'Bescheid.pdf')?.mediaType).toBe(
      'application/zip',
    );
  });

  it('tells an Outlook message from other old Office files', () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(100)]);
    expect(kind(ole, 'Anfrage.MSG')?.mediaType).toBe('application/vnd.ms-outlook');
    expect(kind(ole, 'Antrag.doc')?.mediaType).toBe('application/x-ole-storage');
  });

  it('tells a mailbox from a single mail by its name', () => {
    const mail = 'From a@b Mon Nov 23 14:00:00 2026\nFrom: a@b\nTo: c@d\n\nText\n';
    expect(kind(mail, 'archiv.mbox')?.mediaType).toBe('application/mbox');
    expect(kind(mail, 'a.eml')?.mediaType).toBe('message/rfc822');
  });

  it.each([
    ['prose with a colon', 'Betreff: Anfrage\nSehr geehrte Damen und Herren: bitte\n'],
    ['a note that mentions a date', 'Date: morgen\n\nBitte anrufen: Herr Meier\n'],
    ['an empty file', ''],
    ['binary data', '\0\x01\x02From: a\nTo: b\nDate: c\n'],
  ])('does not take %s for a mail', (_what, content) => {
    expect(kind(content)).toBeUndefined();
  });
});
