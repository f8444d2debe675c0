import { writeSafeHtml } from '../mail-html/write-safe-html.js';
import { ChildFailure } from '../parser/protocol.js';
import { isAttachment, nameOf, readBody, textOfNode } from './mail-body.js';
import { textOfCalendar, textOfCards } from './mail-calendar.js';
import { decodeBody, decodedPieces } from './mail-decode.js';
import { rawOf } from './mail-fields.js';
import { mailHead, mailHeaderFields } from './mail-head.js';
import type { MailAttachment, OpenedMessage } from './mail-message.js';
import { cleanLine, cleanText } from './mail-names.js';
import { readReports } from './mail-reports.js';
import type { MailContext, Place } from './mail-saver.js';
import { bodyOf, type MailNode, readTree } from './mail-tree.js';
import { openOutlook, outlookType } from './outlook-msg.js';
import { breakSeals, isUnsealed } from './seals.js';
import { isTnef, readTnef } from './tnef.js';

/** Multiparts may lie within each other more deeply than messages: each forwarding adds two or three. */
const multipartsPerMessage = 3;
/** Beyond these parts of one message the rest is not looked at. */
const mostNodes = 20_000;
const mostParams = 20;
const longestText = 2_000_000;
const longestBeside = 500_000;

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
  own: readonly MailAttachment[],
  found: { left: boolean; encrypted: boolean; damaged: boolean },
): string[] => {
  const all: [boolean, string][] = [
    [rawOf(root.fields, 'from') === undefined, 'mail-without-sender'],
    [root.fields.length === 0, 'mail-without-header'],
    [own.some(({ size }) => size === 0), 'mail-empty-attachment'],
    [found.encrypted, 'mail-encrypted'],
    [found.damaged, 'mail-part-unreadable'],
    [found.left, 'mail-parts-left-out'],
  ];
  return all.filter(([is]) => is).map(([, code]) => code);
};

/** What attachments of special kinds give to the text of the message. */
interface Extra {
  text: string[];
  body: { text: string; html: string }[];
  damaged: boolean;
}

const isWinmail = (node: MailNode): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/.test(node.type.value) || /^winmail\.dat$/i.test(nameOf(node));

const saveTnef = (content: Buffer, within: number, extra: Extra, context: MailContext): void => {
  const { text, html, files, damaged } = readTnef(content);
  extra.body.push({ text: cleanText(text), html });
  extra.damaged ||= damaged;
  for (const { name, mediaType, contentId, bytes } of files)
    context.saver.save({
      pieces: [bytes],
      fileName: name,
      mediaType,
      inline: contentId !== '' && mediaType.startsWith('image/'),
      contentId,
      within,
    });
};

const isOutlookFile = (entry: MailAttachment): boolean => entry.sniffed === outlookType;

/** A message of Outlook that cannot be opened stays an attachment. */
const openOutlookPart = (
  content: Buffer,
  entry: MailAttachment,
  place: Place,
  context: MailContext,
): void => {
  try {
    entry.message = openOutlook(content, { within: entry.index, level: place.level + 1 }, context);
  } catch (error) {
    if (error instanceof ChildFailure && error.code === 'limit-exceeded') throw error;
  }
};

const savePlain = (node: MailNode, place: Place, context: MailContext): number | undefined =>
  context.saver.save({
    pieces: decodedPieces(bodyOf(node), node.encoding),
    fileName: nameOf(node),
    mediaType: node.type.value,
    inline: false,
    within: place.within,
  })?.index;

/** Saves one leaf; what it encloses is opened and follows it. */
const saveLeaf = async (
  node: MailNode,
  inline: boolean,
  extra: Extra,
  place: Place,
  context: MailContext,
): Promise<void> => {
  const body = bodyOf(node);
  const whole = (): Buffer => decodeBody(body, node.encoding, context.limits.maxMailBytes);
  const content = isMessage(node) || isWinmail(node) ? whole() : undefined;
  const entry = context.saver.save({
    pieces: content === undefined ? decodedPieces(body, node.encoding) : [content],
    fileName: nameOf(node),
    mediaType: node.type.value,
    inline,
    contentId: contentIdOf(node),
    within: place.within,
  });
  if (entry === undefined) return;
  if (isOutlookFile(entry)) openOutlookPart(whole(), entry, place, context);
  else if (content !== undefined && isMessage(node))
    entry.message = await openMessage(
      content,
      { within: entry.index, level: place.level + 1 },
      context,
    );
  else if (content !== undefined && isTnef(content)) saveTnef(content, entry.index, extra, context);
};

const readableOf = (node: MailNode): string => {
  const { value } = node.type;
  const isCalendar = /^(?:text\/(?:x-v)?calendar|application\/ics)$/.test(value);
  if (isCalendar || /\.ics$/i.test(nameOf(node))) return textOfCalendar(textOfNode(node));
  const isCard = /^text\/(?:x-vcard|vcard|directory)$/.test(value);
  return isCard || /\.vcf$/i.test(nameOf(node)) ? textOfCards(textOfNode(node)) : '';
};

/** Saves the attachments in their order and says what they add to the text. */
const saveAttachments = async (
  root: MailNode,
  place: Place,
  context: MailContext,
): Promise<Extra> => {
  const related = new Set(relatedOf(root));
  const extra: Extra = { text: [], body: [], damaged: false };
  const visit = async (node: MailNode, here: Place): Promise<void> => {
    if (node.children.length > 0) {
      // What was under a seal follows the sealed part.
      const within = isUnsealed(node) ? savePlain(node, here, context) : undefined;
      const inside = within === undefined ? here : { ...here, within };
      for (const child of node.children) await visit(child, inside);
      return;
    }
    const readable = readableOf(node);
    // The same invitation often comes twice, for different programs.
    if (readable !== '' && !extra.text.includes(readable)) extra.text.push(readable);
    if (isAttachment(node) && !isOnlyReport(node))
      await saveLeaf(node, isInline(node, related), extra, here, context);
  };
  await visit(root, place);
  return extra;
};

const textsOf = (body: { text: string; loose: string }, extra: Extra) => {
  const [wrapped] = extra.body;
  const text = (body.text === '' ? (wrapped?.text ?? '') : body.text).slice(0, longestText);
  const beside = [body.loose, ...extra.text].filter((one) => one !== '').join('\n\n');
  return { text, ...(beside === '' ? {} : { beside: beside.slice(0, longestBeside) }) };
};

/** Opens one message: what it says is returned, what is attached to it is saved. */
export const openMessage = async (
  raw: Buffer,
  place: Place,
  context: MailContext,
): Promise<OpenedMessage> => {
  const { limits, saver, out } = context;
  if (place.level > limits.maxMailDepth) throw new ChildFailure('limit-exceeded', 'mail-parts');
  const maxDepth = multipartsPerMessage * limits.maxMailDepth;
  const { root, depth, left } = readTree(withoutMark(raw), { maxNodes: mostNodes, maxDepth });
  if (depth > maxDepth) throw new ChildFailure('limit-exceeded', 'mail-parts');
  const { signatures, encrypted, damaged } = await breakSeals(root, context);
  const leaves = leavesOf(root);
  const [before, leftBefore] = [saver.saved.length, saver.left()];
  const extra = await saveAttachments(root, place, context);
  const own = saver.saved.slice(before);
  const { text, html, loose } = readBody(root, leaves);
  const shown = html === '' && text === '' ? (extra.body[0]?.html ?? '') : html;
  return {
    head: mailHead(root.fields),
    ...textsOf({ text, loose }, extra),
    ...saver.saveHtml(shown),
    // Enclosed messages are read as text.
    ...(place.within === undefined ? writeSafeHtml(shown, { attachments: own, out }) : {}),
    headers: mailHeaderFields(root.fields),
    reports: readReports(leaves),
    contentType: contentTypeOf(root),
    ...(signatures.length === 0 ? {} : { signatures }),
    problems: problemsOf(root, own, {
      left: left || saver.left() > leftBefore,
      encrypted,
      damaged: damaged || extra.damaged,
    }),
  };
};
