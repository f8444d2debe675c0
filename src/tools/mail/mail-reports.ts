import { decodeBytes } from './mail-charset.js';
import { decodeBody } from './mail-decode.js';
import type { MailReport } from './mail-message.js';
import { cleanText } from './mail-names.js';
import { bodyOf, type MailNode } from './mail-tree.js';

const headOnly = new Set(['message/rfc822', 'message/global', 'text/rfc822-headers']);
const reportTypes = new Set([
  ...headOnly,
  'message/delivery-status',
  'message/global-delivery-status',
  'message/feedback-report',
  'message/disposition-notification',
]);
const mostReports = 20;
const longestReport = 20_000;

const readReport = (node: MailNode): MailReport => {
  const content = decodeBody(bodyOf(node), node.encoding, longestReport);
  const text = decodeBytes(content, undefined).replace(/\r\n?/g, '\n').replace(/^\n+/, '');
  const mediaType = node.type.value === 'message/global' ? 'message/rfc822' : node.type.value;
  const [head = ''] = headOnly.has(mediaType) ? text.split('\n\n', 1) : [text];
  return { mediaType, text: cleanText(head).slice(0, longestReport) };
};

/** Reports of machines in a message, and the header blocks of messages enclosed in it. */
export const readReports = (leaves: readonly MailNode[]): MailReport[] =>
  leaves
    .filter(({ type }) => reportTypes.has(type.value))
    .slice(0, mostReports)
    .map(readReport);
