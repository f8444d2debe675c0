import { htmlToText } from './html-text.js';
import { decodeBytes } from './mail-charset.js';
import { decodeBody } from './mail-decode.js';
import { cleanText } from './mail-names.js';
import { bodyOf, type MailNode } from './mail-tree.js';

/** A piece of the body in one or both forms. */
interface Segment {
  plain?: string;
  html?: string;
}

/** The text of a message for reading, and its HTML as the sender wrote it. */
export interface MailBody {
  text: string;
  html: string;
  /** Text that stands in no part that is made for reading: of a multipart without parts, of an unknown kind of text. */
  loose: string;
}

const mostBodyBytes = 20_000_000;
const longestText = 2_000_000;
const longestLoose = 200_000;

/** The name that a part was given by its sender. */
export const nameOf = ({ disposition, type }: MailNode): string =>
  disposition.params.filename ?? type.params.name ?? '';

const isMultipart = ({ type }: MailNode): boolean => type.value.startsWith('multipart/');

/**
 * Whether a leaf is an attachment: it has a file name, or is said to be one, or is of a type that is no text.
 * A multipart in which no part was found is read as text.
 */
export const isAttachment = (node: MailNode): boolean => {
  if (isMultipart(node)) return false;
  if (nameOf(node) !== '' || node.disposition.value === 'attachment') return true;
  return !node.type.value.startsWith('text/');
};

const quoteOf = (line: string): string => /^>*/.exec(line)?.[0] ?? '';

/** Joins lines that end with a blank (RFC 3676); the pieces are put together once, since a line may be very long. */
const undoFlowed = (text: string, deleteSpace: boolean): string => {
  const lines: string[][] = [];
  let open: { quote: string } | undefined;
  for (const raw of text.replace(/\r\n/g, '\n').split('\n')) {
    const line = raw.startsWith(' ') ? raw.slice(1) : raw;
    const quote = quoteOf(line);
    const flows = line.endsWith(' ') && line !== '-- ';
    const kept = flows && deleteSpace ? line.slice(0, -1) : line;
    if (open?.quote === quote) lines.at(-1)?.push(kept.slice(quote.length).replace(/^ /, ''));
    else lines.push([kept]);
    open = flows ? { quote } : undefined;
  }
  return lines.map((pieces) => pieces.join('')).join('\n');
};

/** The text of a leaf in its charset; that of HTML may stand in the HTML alone. */
export const textOfNode = (node: MailNode): string => {
  const content = decodeBody(bodyOf(node), node.encoding, mostBodyBytes);
  const inHtml =
    node.type.value === 'text/html'
      ? /<meta[^>]{0,200}charset=["']?([\w-]{1,40})/i.exec(content.toString('latin1', 0, 2048))?.[1]
      : undefined;
  const text = decodeBytes(content, node.type.params.charset ?? inHtml);
  if (node.type.params.format?.toLowerCase() !== 'flowed') return text;
  return undoFlowed(text, node.type.params.delsp?.toLowerCase() === 'yes');
};

const isEmpty = (text: string | undefined): boolean => text === undefined || text.trim() === '';

const cardOrCalendar = /^text\/(?:calendar|x-vcalendar|vcard|x-vcard|directory)$/;

/** Whether a leaf is read as a part of the body; the only part of a mail is, even where it has a file name. */
const isForReading = (node: MailNode, root: MailNode): boolean =>
  /^text\/(?:plain|html|enriched|richtext)$/.test(node.type.value) &&
  (!isAttachment(node) || (node === root && node.disposition.value !== 'attachment'));

const readLeaf = (node: MailNode): Segment[] => {
  const text = textOfNode(node);
  if (node.type.value === 'text/html') return [{ html: text }];
  if (node.type.value === 'text/plain') return [{ plain: text }];
  return [{ plain: text.replace(/<<|<[^<>]{0,200}>/g, (tag) => (tag === '<<' ? '<' : '')) }];
};

/** Of several forms of the same the first plain one with words and the last HTML. */
const chooseAlternative = (forms: Segment[][]): Segment[] => {
  const joined = forms.map(joinSegments);
  const plain = joined.find((form) => !isEmpty(form.plain))?.plain;
  const html = joined.findLast((form) => !isEmpty(form.html))?.html;
  return [{ ...(plain === undefined ? {} : { plain }), ...(html === undefined ? {} : { html }) }];
};

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const joinSegments = (segments: readonly Segment[]): Segment => {
  const some = segments.filter(({ plain, html }) => !isEmpty(plain) || !isEmpty(html));
  const withHtml = some.some(({ html }) => !isEmpty(html));
  const withPlain = some.some(({ plain }) => !isEmpty(plain));
  const plainOf = ({ plain, html = '' }: Segment): string =>
    isEmpty(plain) ? htmlToText(html) : (plain ?? '');
  return {
    ...(withPlain ? { plain: some.map(plainOf).join('\n') } : {}),
    ...(withHtml
      ? {
          html: some
            .map(({ plain = '', html }) =>
              isEmpty(html) ? `<pre>${escapeHtml(plain)}</pre>` : (html ?? ''),
            )
            .join('\n'),
        }
      : {}),
  };
};

const readSegments = (node: MailNode, root: MailNode): Segment[] => {
  if (node.children.length === 0) return isForReading(node, root) ? readLeaf(node) : [];
  const parts = node.children.map((child) => readSegments(child, root));
  return node.type.value === 'multipart/alternative' ? chooseAlternative(parts) : parts.flat();
};

const isLoose = (node: MailNode, root: MailNode): boolean =>
  !isAttachment(node) &&
  !isForReading(node, root) &&
  node.type.value !== 'text/rfc822-headers' &&
  !cardOrCalendar.test(node.type.value);

/** The body of a message without its attachments; text is made out of HTML where there is no other. */
export const readBody = (root: MailNode, leaves: readonly MailNode[]): MailBody => {
  const { plain, html = '' } = joinSegments(readSegments(root, root));
  const text = cleanText(isEmpty(plain) ? htmlToText(html) : (plain ?? ''));
  const loose = leaves
    .filter((node) => isLoose(node, root))
    .map((node) => cleanText(textOfNode(node)).slice(0, longestLoose))
    .join('\n\n');
  return { text: text.slice(0, longestText), html, loose: loose.slice(0, longestLoose) };
};
