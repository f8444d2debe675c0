import { readFileSync } from 'node:fs';
import { writeSafeHtml } from '../mail-html/write-safe-html.js';
import { ChildFailure, type OpenMailTask } from '../parser/protocol.js';
import { isAttachment, nameOf, readBody } from './mail-body.js';
import { decodeBody, decodedPieces } from './mail-decode.js';
import { rawOf } from './mail-fields.js';
import { mailHead, mailHeaderFields } from './mail-head.js';
import type { MailAttachment, OpenedMail, OpenedMessage } from './mail-message.js';
import { cleanLine } from './mail-names.js';
import { readReports } from './mail-reports.js';
import { createSaver, type Saver } from './mail-saver.js';
import { type MailNode, readTree } from './mail-tree.js';

/** Multiparts may lie within each other more deeply than messages: each forwarding adds two or three. */
const multipartsPerMessage = 3;
/** Beyond these parts of one message the rest is not looked at. */
const mostNodes = 20_000;
const mostParams = 20;

interface Context {
  task: OpenMailTask;
  saver: Saver;
}

const leavesOf = (node: MailNode): MailNode[] =>
  node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);

/** Parts of multipart/related: what the HTML shows by their Content-ID (RFC 2387). */
const relatedOf = (node: MailNode, related = false): MailNode[] => {
  if (node.children.length === 0) return related ? [node] : [];
  const inside = related || node.type.value === 'multipart/related';
  return node.children.flatMap((child) => relatedOf(child, inside));
};

const contentIdOf = (node: MailNode): string =>
  (rawOf(node.fields, 'content-id') ?? '').trim().replace(/^<|>$/g, '');

const isInline = (node: MailNode, related: ReadonlySet<MailNode>): boolean =>
  contentIdOf(node) !== '' &&
  (related.has(node) ||
    (node.disposition.value === 'inline' && node.type.value.startsWith('image/')));

const isMessage = (node: MailNode): boolean => /^message\/(?:rfc822|global)$/.test(node.type.value);

/** What machines write for machines is read as a report and is nobody's attachment. */
const isOnlyReport = (node: MailNode): boolean =>
  /^message\/(?:(?:global-)?delivery-status|feedback-report|disposition-notification)$/.test(
    node.type.value,
  ) && nameOf(node) === '';

/**
 * Line ends of an age when there were only carriage returns; a mail that has line feeds is left alone.
 * The size stays the same, so the bytes are changed in place.
 */
const withLineFeeds = (bytes: Buffer): Buffer => {
  const start = bytes.subarray(0, 20_000);
  if (start.includes(10) || !start.includes(13)) return bytes;
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1))
    if (bytes[at + 1] !== 10) bytes[at] = 10;
  return bytes;
};

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? bytes.subarray(3) : bytes;

const contentTypeOf = ({ type }: MailNode): OpenedMessage['contentType'] => ({
  type: cleanLine(type.value).slice(0, 120),
  params: Object.fromEntries(
    Object.entries(type.params)
      .slice(0, mostParams)
      .map(([name, value]) => [name.slice(0, 100), cleanLine(value).slice(0, 2000)]),
  ),
});

const problemsOf = (
  root: MailNode,
  leaves: readonly MailNode[],
  own: readonly MailAttachment[],
  left: boolean,
): string[] => {
  const found: [boolean, string][] = [
    [rawOf(root.fields, 'from') === undefined, 'mail-without-sender'],
    [root.fields.length === 0, 'mail-without-header'],
    [own.some(({ size }) => size === 0), 'mail-empty-attachment'],
    [leaves.some(({ type }) => /pkcs7-mime|pgp-encrypted/.test(type.value)), 'mail-encrypted'],
    [left, 'mail-parts-left-out'],
  ];
  return found.filter(([is]) => is).map(([, code]) => code);
};

/** Saves one leaf; a message in it is opened, and its attachments follow it. */
const saveLeaf = (
  bytes: Buffer,
  node: MailNode,
  inline: boolean,
  place: { within: number | undefined; level: number },
  context: Context,
): void => {
  const body = bytes.subarray(node.start, node.end);
  const content = isMessage(node)
    ? decodeBody(body, node.encoding, context.task.limits.maxMailBytes)
    : undefined;
  const entry = context.saver.save({
    pieces: content === undefined ? decodedPieces(body, node.encoding) : [content],
    fileName: nameOf(node),
    mediaType: node.type.value,
    inline,
    contentId: contentIdOf(node),
    within: place.within,
  });
  if (entry === undefined || content === undefined) return;
  entry.message = openMessage(content, { within: entry.index, level: place.level + 1 }, context);
};

/** Opens one message: what it says is returned, what is attached to it is saved. */
const openMessage = (
  raw: Buffer,
  place: { within: number | undefined; level: number },
  context: Context,
): OpenedMessage => {
  const { limits } = context.task;
  if (place.level > limits.maxMailDepth) throw new ChildFailure('limit-exceeded', 'mail-parts');
  const bytes = withoutMark(raw);
  const maxDepth = multipartsPerMessage * limits.maxMailDepth;
  const { root, depth, left } = readTree(bytes, { maxNodes: mostNodes, maxDepth });
  if (depth > maxDepth) throw new ChildFailure('limit-exceeded', 'mail-parts');
  const leaves = leavesOf(root);
  const related = new Set(relatedOf(root));
  const before = context.saver.saved.length;
  const leftBefore = context.saver.left();
  for (const node of leaves) {
    if (isAttachment(node) && !isOnlyReport(node))
      saveLeaf(bytes, node, isInline(node, related), place, context);
  }
  const own = context.saver.saved.slice(before);
  const { text, html, loose } = readBody(bytes, root, leaves);
  return {
    head: mailHead(root.fields),
    text,
    ...(loose === '' ? {} : { loose }),
    ...context.saver.saveHtml(html),
    // Enclosed messages are read as text.
    ...(place.within === undefined
      ? writeSafeHtml(html, { attachments: own, out: context.task.out })
      : {}),
    headers: mailHeaderFields(root.fields),
    reports: readReports(bytes, leaves),
    contentType: contentTypeOf(root),
    problems: problemsOf(root, leaves, own, left || context.saver.left() > leftBefore),
  };
};

/**
 * Opens a mail (RFC 5322, RFC 2045 to 2047, RFC 2231) however broken it is: attachments go to files of the output
 * folder, forwarded messages whole and opened. Throws `ChildFailure` only beyond the limits of size and depth.
 */
export const openMail = async (task: OpenMailTask): Promise<OpenedMail> => {
  const saver = createSaver(task.out, task.limits);
  const bytes = withLineFeeds(readFileSync(task.input));
  const message = openMessage(bytes, { within: undefined, level: 1 }, { task, saver });
  return { ...message, attachments: saver.saved };
};
