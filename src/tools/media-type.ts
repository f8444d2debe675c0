import { isRechnungsXml, xmlHead } from './rechnung/erkennen.js';

/** The media types that Poststelle takes in; everything else is refused by name. */
export const acceptedMediaTypes = [
  'application/pdf',
  'image/tiff',
  'image/png',
  'image/jpeg',
  'image/webp',
  'message/rfc822',
  'application/vnd.ms-outlook',
  'application/zip',
  'application/xml',
] as const;

export type AcceptedMediaType = (typeof acceptedMediaTypes)[number];

/** What the first bytes of an upload say about it; `label` is German and fit for a refusal on the screen. */
export interface MediaType {
  mediaType: string;
  label: string;
  accepted: boolean;
}

/** Whether Poststelle can take in this media type. */
export const isAcceptedMediaType = (mediaType: string): mediaType is AcceptedMediaType =>
  (acceptedMediaTypes as readonly string[]).includes(mediaType);

/** Whether files of this type are mails: opened whole, with a head, a text and attachments. */
export const isMailType = (mediaType: string): boolean =>
  mediaType === 'message/rfc822' || mediaType === 'application/vnd.ms-outlook';

/** How many bytes of the beginning of an upload `sniffMediaType` looks at. */
export const sniffedBytes = 4096;

const labels: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF-Dokument',
  'image/tiff': 'TIFF-Bild',
  'image/png': 'PNG-Bild',
  'image/jpeg': 'JPEG-Bild',
  'message/rfc822': 'E-Mail (EML)',
  'application/mbox': 'E-Mail-Postfach (MBOX)',
  'application/zip': 'ZIP-Archiv',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word-Dokument (DOCX)',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel-Tabelle (XLSX)',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation':
    'PowerPoint-Präsentation (PPTX)',
  'application/vnd.oasis.opendocument.text': 'OpenDocument-Text (ODT)',
  'application/vnd.oasis.opendocument.spreadsheet': 'OpenDocument-Tabelle (ODS)',
  'application/vnd.oasis.opendocument.presentation': 'OpenDocument-Präsentation (ODP)',
  'application/vnd.ms-outlook': 'Outlook-Nachricht (MSG)',
  'application/x-ole-storage': 'älteres Office-Dokument (DOC, XLS oder PPT)',
  'application/x-msdownload': 'ausführbares Programm',
  'application/x-elf': 'ausführbares Programm',
  'application/vnd.rar': 'RAR-Archiv',
  'application/x-7z-compressed': '7-Zip-Archiv',
  'application/gzip': 'GZIP-Archiv',
  'application/rtf': 'RTF-Dokument',
  'application/xml': 'elektronische Rechnung (XML)',
  'text/xml': 'XML-Datei',
  'application/pkcs7-mime': 'verschlüsselte oder signierte Nachricht (S/MIME)',
  'image/gif': 'GIF-Bild',
  'image/webp': 'WebP-Bild',
  'image/heic': 'HEIC-Foto',
  'image/bmp': 'BMP-Bild',
  'image/svg+xml': 'SVG-Grafik',
  'text/html': 'HTML-Seite',
};

/** What whoever has such a file can do about it. */
const advice: Readonly<Record<string, string>> = {
  'image/heic': 'Bitte speichern Sie das Foto als JPEG.',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
    'Bitte speichern Sie es als PDF.',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
    'Bitte speichern Sie sie als PDF.',
  'text/xml':
    'Von XML-Dateien werden nur elektronische Rechnungen (XRechnung, ZUGFeRD, Factur-X) gelesen.',
  'application/vnd.rar': 'Bitte packen Sie die Dateien als ZIP.',
  'application/x-7z-compressed': 'Bitte packen Sie die Dateien als ZIP.',
};

/** The accepted types in the words of people; for refusals and descriptions. */
export const acceptedTypesText =
  'PDF, TIFF, PNG, JPEG, WebP, elektronische Rechnungen (XML), E-Mails als EML oder MSG und ZIP-Archive mit solchen Dateien';

/** Why a file of this type is not taken, in German; undefined stands for a type that nobody knows. */
export const refusalText = (type: MediaType | undefined): string => {
  const accepted = `Angenommen werden ${acceptedTypesText}.`;
  if (type === undefined) return `Der Dateityp wurde nicht erkannt. ${accepted}`;
  return [
    `Dieser Dateityp (${type.label}) wird nicht angenommen.`,
    advice[type.mediaType],
    accepted,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
};

const named = (mediaType: string): MediaType => ({
  mediaType,
  label: labels[mediaType] ?? mediaType,
  accepted: isAcceptedMediaType(mediaType),
});

interface Signature {
  mediaType: string;
  at: number;
  bytes: string;
}

/** `bytes` as Latin-1; sorted so that the longer and more certain ones come first. */
const signatures: readonly Signature[] = [
  { mediaType: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mediaType: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { mediaType: 'image/tiff', at: 0, bytes: 'II*\0' },
  { mediaType: 'image/tiff', at: 0, bytes: 'MM\0*' },
  { mediaType: 'image/tiff', at: 0, bytes: 'II+\0' },
  { mediaType: 'image/tiff', at: 0, bytes: 'MM\0+' },
  { mediaType: 'application/vnd.rar', at: 0, bytes: 'Rar!\x1a\x07' },
  { mediaType: 'application/x-7z-compressed', at: 0, bytes: "7z\xbc\xaf'\x1c" },
  { mediaType: 'application/gzip', at: 0, bytes: '\x1f\x8b\x08' },
  { mediaType: 'application/rtf', at: 0, bytes: '{\\rtf' },
  { mediaType: 'application/x-elf', at: 0, bytes: '\x7fELF' },
  { mediaType: 'application/x-msdownload', at: 0, bytes: 'MZ' },
  { mediaType: 'image/gif', at: 0, bytes: 'GIF87a' },
  { mediaType: 'image/gif', at: 0, bytes: 'GIF89a' },
  { mediaType: 'image/webp', at: 8, bytes: 'WEBPVP8' },
  { mediaType: 'image/heic', at: 4, bytes: 'ftypheic' },
  { mediaType: 'image/heic', at: 4, bytes: 'ftypheix' },
  { mediaType: 'image/heic', at: 4, bytes: 'ftypmif1' },
  { mediaType: 'image/heic', at: 4, bytes: 'ftypavif' },
  { mediaType: 'image/bmp', at: 0, bytes: 'BM' },
];

const startsAt = (head: Buffer, { at, bytes }: Signature): boolean =>
  head.length >= at + bytes.length && head.toString('latin1', at, at + bytes.length) === bytes;

const zipContents: readonly [needle: string, mediaType: string][] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
  [
    'application/vnd.oasis.opendocument.spreadsheet',
    'application/vnd.oasis.opendocument.spreadsheet',
  ],
  [
    'application/vnd.oasis.opendocument.presentation',
    'application/vnd.oasis.opendocument.presentation',
  ],
];

const extensionOf = (fileName: string | undefined): string =>
  /\.([a-z0-9]{1,5})$/i.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';

const officeExtensions: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

const zipKind = (head: Buffer, fileName: string | undefined): string => {
  const names = head.toString('latin1');
  const found = zipContents.find(([needle]) => names.includes(needle));
  return found?.[1] ?? officeExtensions[extensionOf(fileName)] ?? 'application/zip';
};

const oleMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Header fields of which a real message carries at least one near its top (RFC 5322 3.6, RFC 2045). */
const mailFields = new Set([
  'received',
  'return-path',
  'delivered-to',
  'x-original-to',
  'from',
  'sender',
  'to',
  'cc',
  'reply-to',
  'date',
  'subject',
  'message-id',
  'mime-version',
  'content-type',
  'dkim-signature',
  'authentication-results',
  'arc-seal',
]);

/**
 * A header starts with well-formed fields (`name: value`, folded lines start with a blank). Prose with
 * a colon fails because its "name" holds blanks or is no field of mail, or because a second line is prose.
 */
const looksLikeMail = (head: Buffer): boolean => {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  if (text.includes('\0')) return false;
  const complete = text.slice(0, Math.max(text.lastIndexOf('\n'), 0));
  const header = complete.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const known = new Set<string>();
  let fields = 0;
  for (const [index, line] of header.split(/\r?\n/).entries()) {
    if (index === 0 && /^From \S+/.test(line)) continue;
    if (/^[ \t]/.test(line) && fields > 0) continue;
    const name = /^([!-9;-~]{1,76})[ \t]*:/.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) break;
    fields += 1;
    if (mailFields.has(name)) known.add(name);
  }
  return known.size >= 2 || (known.size === 1 && fields >= 3);
};

const markupKind = (head: Buffer): string | undefined => {
  const text = xmlHead(head).trimStart();
  const lower = text.toLowerCase();
  if (/^<(!doctype html|html|head|body)\b/.test(lower)) return 'text/html';
  if (!text.startsWith('<')) return undefined;
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype svg|<svg)\b/.test(lower))
    return 'image/svg+xml';
  const invoice = isRechnungsXml(text);
  if (invoice === 'yes') return 'application/xml';
  if (!lower.startsWith('<?xml')) return undefined;
  if (/<svg[\s>]/.test(lower)) return 'image/svg+xml';
  // A comment longer than what was read may stand before the root; the parser child looks again.
  return invoice === 'unknown' ? 'application/xml' : 'text/xml';
};

/**
 * Names a file by its first bytes (at least the first 4 kB where there are as many); never by its name alone.
 * PDF is accepted behind up to 1 kB of junk, as readers do; a ZIP that hides a PDF stays a ZIP.
 */
export const sniffMediaType = (head: Buffer, fileName?: string): MediaType | undefined => {
  if (head.length === 0) return undefined;
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04')
    return named(zipKind(head, fileName));
  if (head.subarray(0, 8).equals(oleMagic)) {
    const isOutlook = extensionOf(fileName) === 'msg' || head.includes('__substg1.0', 0, 'utf16le');
    return named(isOutlook ? 'application/vnd.ms-outlook' : 'application/x-ole-storage');
  }
  const signature = signatures.find((candidate) => startsAt(head, candidate));
  if (signature !== undefined && signature.bytes.length > 2) return named(signature.mediaType);
  const markup = markupKind(head);
  if (markup !== undefined) return named(markup);
  const isMailbox =
    /^mbo?x$/.test(extensionOf(fileName)) && /^From \S/.test(head.toString('latin1', 0, 8));
  if (isMailbox) return named('application/mbox');
  if (looksLikeMail(head)) return named('message/rfc822');
  const pdfAt = head.subarray(0, 1024 + 5).indexOf('%PDF-');
  if (pdfAt >= 0) return named('application/pdf');
  return signature === undefined ? undefined : named(signature.mediaType);
};
