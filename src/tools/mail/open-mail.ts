import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';
import { sniffedBytes, sniffMediaType } from '../media-type.js';
import { ChildFailure, type DocumentLimits, type OpenMailTask } from '../parser/protocol.js';
import { type MailHead, type MailHeader, mailHead, mailHeaderFields } from './mail-head.js';
import { cleanFileName, cleanLine, cleanText, roughTextOfHtml } from './mail-names.js';

/** An attachment as the child reports it; `file` is its name in the output folder. */
export interface MailAttachment {
  index: number;
  file: string;
  fileName: string;
  /** As the sender declared it. */
  mediaType: string;
  /** By its first bytes; absent where unknown. */
  sniffed?: string;
  size: number;
  sha256: string;
  /** Shown inside the text, such as the logo of a signature. */
  inline: boolean;
  contentId?: string;
}

/** What a machine says about a mail, or the head of an enclosed message. */
export interface MailReport {
  mediaType: string;
  text: string;
}

export interface OpenedMail {
  head: MailHead;
  text: string;
  /** The HTML of the body as it came, decoded to UTF-8, in the output folder. */
  html?: { file: string; size: number };
  headers: MailHeader[];
  reports: MailReport[];
  contentType: { type: string; params: Record<string, string> };
  attachments: MailAttachment[];
  problems: string[];
}

/** HTML beyond this is turned to text the rough way. */
const longestHtml = 1_000_000;
const longestText = 2_000_000;

interface TreeNode {
  children?: TreeNode[];
}

const depthOf = (root: TreeNode): number => {
  let level: TreeNode[] = [root];
  let depth = 0;
  while (level.length > 0) {
    depth += 1;
    level = level.flatMap((node) => node.children ?? []);
  }
  return depth;
};

/** Options of mailsplit that mailparser hands on and that its types do not know. */
const createMailParser = (limits: DocumentLimits): MailParser => {
  const options = {
    ignoreEmbedded: true,
    maxChildNodes: limits.maxMailParts,
    keepDeliveryStatus: true,
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    maxHtmlLengthToParse: longestHtml,
    checksumAlgo: 'sha256',
  };
  return new MailParser(options);
};

/** The library's types promise strings; a mail with an empty header field proves them wrong. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isInline = (attachment: AttachmentStream, mediaType: string): boolean =>
  attachment.related === true ||
  (attachment.contentDisposition === 'inline' &&
    attachment.contentId !== undefined &&
    mediaType.startsWith('image/'));

/** Counts, hashes and keeps the first bytes of what flows through. */
const createMeter = (allow: (bytes: number) => boolean) => {
  const hash = createHash('sha256');
  const seen = { head: Buffer.alloc(0), size: 0 };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen.size += chunk.length;
      if (seen.head.length < sniffedBytes) {
        seen.head = Buffer.concat([seen.head, chunk.subarray(0, sniffedBytes)]);
      }
      hash.update(chunk);
      if (allow(chunk.length)) done(null, chunk);
      else done(new ChildFailure('limit-exceeded', 'mail-size'));
    },
  });
  return { stream, seen, digest: () => hash.digest('hex') };
};

/** Writes attachments one after the other as they stream by. */
const createSaver = (task: OpenMailTask) => {
  const saved: MailAttachment[] = [];
  let total = 0;
  const allow = (bytes: number): boolean => {
    total += bytes;
    return total <= task.limits.maxMailBytes;
  };
  const save = async (attachment: AttachmentStream): Promise<void> => {
    const index = saved.length;
    if (index >= task.limits.maxMailParts) throw new ChildFailure('limit-exceeded', 'mail-parts');
    const declared = cleanLine(textOf(attachment.contentType)).toLowerCase().slice(0, 100);
    const mediaType = declared === '' ? 'application/octet-stream' : declared;
    const file = `attachment-${index}${mediaType === 'message/rfc822' ? '.eml' : '.bin'}`;
    const name = textOf(attachment.filename);
    const meter = createMeter(allow);
    const content = attachment.content as NodeJS.ReadableStream;
    await pipeline(content, meter.stream, createWriteStream(join(task.out, file)));
    const sniffed = sniffMediaType(meter.seen.head, name)?.mediaType;
    const contentId = cleanLine(textOf(attachment.cid)).slice(0, 250);
    saved.push({
      index,
      file,
      fileName: cleanFileName(name, index, mediaType),
      mediaType,
      ...(sniffed === undefined ? {} : { sniffed }),
      size: meter.seen.size,
      sha256: meter.digest(),
      inline: isInline(attachment, mediaType),
      ...(contentId === '' ? {} : { contentId }),
    });
    attachment.release?.();
  };
  return { saved, save };
};

const bodyOf = (message: MessageText | undefined): { text: string; html: string } => {
  const html = typeof message?.html === 'string' ? message.html : '';
  const plain = cleanText(message?.text ?? '');
  const text = plain === '' && html !== '' ? cleanText(roughTextOfHtml(html)) : plain;
  return { text: text.slice(0, longestText), html };
};

const saveHtml = async (html: string, out: string): Promise<Pick<OpenedMail, 'html'>> => {
  if (html === '') return {};
  const file = 'body-0.htm';
  const bytes = Buffer.from(html);
  await writeFile(join(out, file), bytes);
  return { html: { file, size: bytes.length } };
};

const headOnly = new Set(['message/rfc822', 'text/rfc822-headers']);
const reportTypes = new Set([
  ...headOnly,
  'message/delivery-status',
  'message/global-delivery-status',
  'message/feedback-report',
  'message/disposition-notification',
]);
const mostReports = 20;
const longestReport = 20_000;

const readStart = async (path: string): Promise<string> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestReport), 0, longestReport, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
};

const reportsIn = async (saved: readonly MailAttachment[], out: string): Promise<MailReport[]> => {
  const reports: MailReport[] = [];
  for (const { mediaType, file } of saved.filter((one) => reportTypes.has(one.mediaType))) {
    if (reports.length >= mostReports) break;
    const text = (await readStart(join(out, file))).replace(/\r\n?/g, '\n');
    const [head = ''] = text.replace(/^\n+/, '').split('\n\n', 1);
    reports.push({ mediaType, text: cleanText(headOnly.has(mediaType) ? head : text) });
  }
  return reports;
};

const contentTypeIn = (headers: unknown): OpenedMail['contentType'] => {
  const found: unknown = headers instanceof Map ? headers.get('content-type') : undefined;
  const { value, params } = (found ?? {}) as { value?: unknown; params?: Record<string, unknown> };
  const type = cleanLine(textOf(value)).toLowerCase().slice(0, 120);
  const entries = Object.entries(params ?? {}).slice(0, 20);
  return {
    type: type === '' ? 'text/plain' : type,
    params: Object.fromEntries(
      entries.map(([name, one]) => [
        cleanLine(name).slice(0, 100),
        cleanLine(textOf(one)).slice(0, 2000),
      ]),
    ),
  };
};

const asFailure = (error: unknown): ChildFailure => {
  if (error instanceof ChildFailure) return error;
  const message = error instanceof Error ? error.message : '';
  if (/child nodes|header size/i.test(message))
    return new ChildFailure('limit-exceeded', 'mail-parts');
  return new ChildFailure('file-unreadable');
};

/** Parses a mail; attachments go to files, forwarded messages stay whole as .eml files. */
export const openMail = async (task: OpenMailTask): Promise<OpenedMail> => {
  const parser = createMailParser(task.limits);
  const { saved, save } = createSaver(task);
  let headerLines: readonly { key: string; line: string }[] = [];
  let body: MessageText | undefined;
  parser.on('headerLines', (lines) => {
    headerLines = lines;
  });
  const source = createReadStream(task.input);
  source.on('error', (error) => parser.destroy(error));
  try {
    source.pipe(parser);
    for await (const part of parser as AsyncIterable<AttachmentStream | MessageText>) {
      if (part.type === 'attachment') await save(part);
      else body = part;
    }
  } catch (error) {
    throw asFailure(error);
  }
  const tree = (parser as unknown as { tree: TreeNode | false }).tree;
  if (tree !== false && depthOf(tree) > task.limits.maxMailDepth) {
    throw new ChildFailure('limit-exceeded', 'mail-parts');
  }
  const head = mailHead(parser as unknown as { headers: unknown }, headerLines);
  const problems = [
    ...(head.from.length === 0 ? ['mail-without-sender'] : []),
    ...(headerLines.length === 0 ? ['mail-without-header'] : []),
    ...(saved.some(({ size }) => size === 0) ? ['mail-empty-attachment'] : []),
    ...(saved.some(({ mediaType }) => /pkcs7-mime|pgp-encrypted/.test(mediaType))
      ? ['mail-encrypted']
      : []),
  ];
  const { text, html } = bodyOf(body);
  return {
    head,
    text,
    ...(await saveHtml(html, task.out)),
    headers: mailHeaderFields(headerLines),
    reports: await reportsIn(saved, task.out),
    contentType: contentTypeIn((parser as unknown as { headers: unknown }).headers),
    attachments: saved,
    problems,
  };
};
