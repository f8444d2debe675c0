import msgReader from '@kenjiuno/msgreader';
import type { AttachmentData, FieldsData } from '@kenjiuno/msgreader/lib/MsgReader.js';
import iconv from 'iconv-lite';
import { writeSafeHtml } from '../mail-html/write-safe-html.js';
import { ChildFailure } from '../parser/protocol.js';
import { isSoundCompoundFile } from './compound-file.js';
import { htmlToText } from './html-text.js';
import { decodeBytes } from './mail-charset.js';
import { type Field, rawOf, readHeader, readStructured } from './mail-fields.js';
import { type MailAddress, type MailHead, mailHead, mailHeaderFields } from './mail-head.js';
import type { OpenedMessage } from './mail-message.js';
import { cleanLine, cleanText } from './mail-names.js';
import type { MailContext, Place } from './mail-saver.js';
import { bodyOfCompressedRtf, type OutlookBody } from './outlook-body.js';

/** The package is CommonJS: its default export arrives one level deeper, unless a bundler has lifted it. */
const MsgReader = (
  typeof msgReader === 'function' ? msgReader : msgReader.default
) as typeof msgReader.default;
type Reader = InstanceType<typeof MsgReader>;

export const outlookType = 'application/vnd.ms-outlook';
const longestText = 2_000_000;

const ofAddress = (one: FieldsData): MailAddress => {
  const candidates = [one.smtpAddress, one.email, one.name];
  const address = candidates.find((text) => text?.includes('@') === true && !/\s/.test(text)) ?? '';
  return {
    name: cleanLine(one.name ?? '').slice(0, 250),
    address: cleanLine(address).slice(0, 320),
  };
};

const senderOf = (message: FieldsData): MailAddress[] => {
  const candidates = [
    message.senderSmtpAddress,
    message.senderEmail,
    message.sentRepresentingSmtpAddress,
    message.creatorSMTPAddress,
  ];
  const address = candidates.find((text) => text?.includes('@') === true) ?? '';
  const name = cleanLine(message.senderName ?? '').slice(0, 250);
  return name === '' && address === '' ? [] : [{ name, address: cleanLine(address).slice(0, 320) }];
};

const dateOf = (message: FieldsData): string | undefined => {
  const raw = message.clientSubmitTime ?? message.messageDeliveryTime ?? '';
  const time = Date.parse(raw);
  const sensible = time > Date.UTC(1980, 0, 1) && time < Date.UTC(2200, 0, 1);
  return sensible ? new Date(time).toISOString() : undefined;
};

const headOf = (message: FieldsData, fields: readonly Field[]): MailHead => {
  const head = mailHead(fields);
  const to = (kind: string): MailAddress[] =>
    (message.recipients ?? [])
      .filter(({ recipType = 'to' }) => recipType === kind)
      .map(ofAddress)
      .slice(0, 500);
  const date = head.date ?? dateOf(message);
  const subject = cleanLine(message.subject ?? '').slice(0, 998);
  const messageId = head.messageId ?? /<[^<>\s]{1,500}>/.exec(message.messageId ?? '')?.[0];
  return {
    ...head,
    from: head.from.length > 0 ? head.from : senderOf(message),
    to: head.to.length > 0 ? head.to : to('to'),
    cc: head.cc.length > 0 ? head.cc : to('cc'),
    subject: subject === '' ? head.subject : subject,
    ...(date === undefined ? {} : { date }),
    ...(messageId === undefined ? {} : { messageId }),
  };
};

const german = new Intl.DateTimeFormat('de-DE', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
});

const appointmentOf = (message: FieldsData): string => {
  const when = (text: string | undefined): string | undefined => {
    const time = Date.parse(text ?? '');
    return Number.isNaN(time) ? undefined : german.format(new Date(time));
  };
  const lines = [
    ['Beginn', when(message.apptStartWhole)],
    ['Ende', when(message.apptEndWhole)],
    ['Ort', cleanLine(message.apptLocation ?? '') || undefined],
  ].flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`]));
  return lines.length === 0 ? '' : `Termin\n${lines.join('\n')}`;
};

const bodyOf = (message: FieldsData): OutlookBody => {
  const charset = `cp${message.internetCodepage ?? 65001}`.replace('cp65001', 'utf-8');
  const own =
    message.bodyHtml ??
    (message.html === undefined ? '' : decodeBytes(Buffer.from(message.html), charset));
  const rtf =
    own === '' && message.compressedRtf !== undefined
      ? bodyOfCompressedRtf(message.compressedRtf)
      : { text: '', html: '' };
  const html = own === '' ? rtf.html : own;
  const plain = cleanText(message.body ?? '') || cleanText(rtf.text) || cleanText(htmlToText(html));
  return { text: plain.slice(0, longestText), html };
};

const contentOf = (reader: Reader, one: FieldsData): AttachmentData | undefined => {
  try {
    return reader.getAttachment(one);
  } catch {
    return undefined;
  }
};

const openFields = (
  reader: Reader,
  message: FieldsData,
  place: Place,
  context: MailContext,
): OpenedMessage => {
  if (place.level > context.limits.maxMailDepth)
    throw new ChildFailure('limit-exceeded', 'mail-parts');
  const { fields } = readHeader(
    Buffer.from(message.headers ?? '', 'utf8'),
    0,
    Buffer.byteLength(message.headers ?? ''),
  );
  let unreadable = false;
  for (const one of message.attachments ?? []) {
    const content = contentOf(reader, one);
    if (content === undefined) unreadable = true;
    const inner = one.innerMsgContentFields;
    const mediaType = one.innerMsgContent === true ? outlookType : (one.attachMimeTag ?? '');
    const fileName = one.fileName ?? one.fileNameShort ?? one.name ?? content?.fileName ?? '';
    const entry = context.saver.save({
      pieces: content === undefined ? [] : [Buffer.from(content.content)],
      fileName: inner === undefined ? fileName : (inner.subject ?? one.name ?? fileName),
      mediaType,
      inline: one.attachmentHidden === true && inner === undefined,
      contentId: one.pidContentId ?? '',
      within: place.within,
    });
    if (entry !== undefined && inner !== undefined)
      entry.message = openFields(
        reader,
        inner,
        { within: entry.index, level: place.level + 1 },
        context,
      );
  }
  const { text, html } = bodyOf(message);
  const beside = appointmentOf(message);
  const head = headOf(message, fields);
  const { value, params } = readStructured(rawOf(fields, 'content-type'));
  return {
    head,
    text,
    ...(beside === '' ? {} : { beside }),
    ...context.saver.saveHtml(html),
    ...(place.within === undefined
      ? writeSafeHtml(html, { attachments: context.saver.saved, out: context.out })
      : {}),
    headers: mailHeaderFields(fields),
    reports: [],
    contentType: { type: value === '' ? outlookType : value.slice(0, 120), params },
    problems: [
      ...(head.from.length === 0 ? ['mail-without-sender'] : []),
      ...(unreadable ? ['mail-part-unreadable'] : []),
      ...(context.saver.left() > 0 ? ['mail-parts-left-out'] : []),
    ],
  };
};

/** Code pages of messages that are not in Unicode, by the code page or the language that they name. */
const codePages: Readonly<Record<number, string>> = {
  50220: 'cp932',
  50221: 'cp932',
  50222: 'cp932',
  54936: 'gbk',
  51949: 'cp949',
  1041: 'cp932',
  2052: 'gbk',
  1028: 'big5',
  1042: 'cp949',
  1049: 'windows-1251',
  1045: 'windows-1250',
  1029: 'windows-1250',
  1038: 'windows-1250',
  1048: 'windows-1250',
  1032: 'windows-1253',
  1055: 'windows-1254',
};

const codePageOf = ({ messageCodepage, internetCodepage, messageLocaleId }: FieldsData): string => {
  for (const page of [messageCodepage, internetCodepage]) {
    if (page === undefined || page === 65001) continue;
    const named = codePages[page] ?? `cp${page}`;
    if (page > 1258 && codePages[page] === undefined) continue;
    if (iconv.encodingExists(named)) return named;
  }
  return codePages[messageLocaleId ?? 0] ?? 'windows-1252';
};

/** Reads the file twice where its texts are not in the code page of the West. */
const readFields = (file: ArrayBuffer): { reader: Reader; message: FieldsData } => {
  const read = (ansiEncoding: string) => {
    const reader = new MsgReader(file);
    reader.parserConfig = { ansiEncoding };
    return { reader, message: reader.getFileData() };
  };
  const first = read('windows-1252');
  const page = codePageOf(first.message);
  return page === 'windows-1252' || page === 'cp1252' ? first : read(page);
};

/**
 * Opens a message that Outlook saved (MS-OXMSG), with those in it. Throws `ChildFailure` where it is no such file or
 * exceeds the limits.
 */
export const openOutlook = (bytes: Buffer, place: Place, context: MailContext): OpenedMessage => {
  if (!isSoundCompoundFile(bytes)) throw new ChildFailure('file-unreadable');
  const copy = new ArrayBuffer(bytes.length);
  bytes.copy(Buffer.from(copy));
  const { reader, message } = readFields(copy);
  if (message.error !== undefined) throw new ChildFailure('file-unreadable');
  return openFields(reader, message, place, context);
};
