import MailComposer from 'nodemailer/lib/mail-composer';

/** A file that travels with a mail. */
export interface MailFile {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
  /** Set for a picture that the HTML shows inside the text. */
  cid?: string;
}

/** Everything that a mail is written from; nothing of it comes from the clock or from chance. */
export interface MailParts {
  from: { name: string; address: string };
  to: string;
  cc?: string;
  subject: string;
  messageId: string;
  inReplyTo?: string;
  date: Date;
  boundary: string;
  userAgent: string;
  text: string;
  html?: string;
  files: readonly MailFile[];
}

/** Writes a mail after RFC 5322 and MIME in UTF-8; equal parts give equal bytes. */
export const writeMail = async (parts: MailParts): Promise<Buffer> => {
  const composer = new MailComposer({
    from: parts.from,
    to: parts.to,
    ...(parts.cc === undefined ? {} : { cc: parts.cc }),
    subject: parts.subject,
    messageId: parts.messageId,
    ...(parts.inReplyTo === undefined
      ? {}
      : { inReplyTo: parts.inReplyTo, references: parts.inReplyTo }),
    date: parts.date,
    baseBoundary: parts.boundary,
    headers: { 'User-Agent': parts.userAgent },
    text: parts.text,
    ...(parts.html === undefined ? {} : { html: parts.html }),
    attachments: parts.files.map(({ fileName, mediaType, bytes, cid }) => ({
      filename: fileName,
      contentType: mediaType,
      content: bytes,
      ...(cid === undefined ? {} : { cid, contentDisposition: 'inline' as const }),
    })),
  });
  return composer.compile().build();
};

/** The characters that windows-1252 has beyond Latin-1 and that our texts use. */
const beyondLatin1: Readonly<Record<string, number>> = {
  '€': 0x80,
  '„': 0x84,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
  '’': 0x92,
};

const toWindows1252 = (text: string): Buffer | undefined => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = beyondLatin1[character] ?? character.codePointAt(0) ?? 0;
    if (code > 255) return undefined;
    bytes.push(code);
  }
  return Buffer.from(bytes);
};

const quotedPrintable = (bytes: Buffer): string => {
  let result = '';
  let column = 0;
  for (const byte of bytes) {
    if (byte === 10) {
      result += '\r\n';
      column = 0;
      continue;
    }
    const plain = (byte >= 33 && byte <= 126 && byte !== 61) || byte === 32;
    const piece = plain
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (column + piece.length > 74) {
      result += '=\r\n';
      column = 0;
    }
    result += piece;
    column += piece.length;
  }
  return result.replace(/ \r\n/g, '=20\r\n');
};

const encodedWord = (text: string): string | undefined => {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const bytes = toWindows1252(text);
  return bytes === undefined ? undefined : `=?windows-1252?B?${bytes.toString('base64')}?=`;
};

/**
 * The same mail as an old program writes it: one part, windows-1252, quoted-printable, long encoded words.
 * Undefined where that character set lacks a letter, for instance of a Turkish name.
 */
export const writeOldMail = (parts: MailParts): Buffer | undefined => {
  const body = toWindows1252(parts.text);
  const name = encodedWord(parts.from.name);
  const subject = encodedWord(parts.subject);
  if (body === undefined || name === undefined || subject === undefined) return undefined;
  const head = [
    `From: ${name} <${parts.from.address}>`,
    `To: ${parts.to}`,
    `Subject: ${subject}`,
    `Date: ${parts.date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${parts.messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="windows-1252"',
    'Content-Transfer-Encoding: quoted-printable',
    `X-Mailer: ${parts.userAgent}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${quotedPrintable(body)}\r\n`, 'latin1');
};
