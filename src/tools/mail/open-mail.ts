import { readFileSync } from 'node:fs';
import { sniffedBytes, sniffMediaType } from '../media-type.js';
import type { OpenMailTask } from '../parser/protocol.js';
import type { OpenedMail } from './mail-message.js';
import { createSaver, type MailContext } from './mail-saver.js';
import { openMessage } from './open-message.js';
import { openOutlook, outlookType } from './outlook-msg.js';

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

/**
 * Opens a mail (RFC 5322, RFC 2045 to 2047, RFC 2231) or a message of Outlook, however broken it is: attachments go to
 * files of the output folder, forwarded messages whole and opened. Throws `ChildFailure` beyond the limits of size and
 * depth.
 */
export const openMail = async (task: OpenMailTask): Promise<OpenedMail> => {
  const { limits, smime = { trusted: [], keys: [] } } = task;
  const saver = createSaver(task.out, limits);
  const context: MailContext = { saver, out: task.out, limits, smime };
  const place = { within: undefined, level: 1 };
  const bytes = readFileSync(task.input);
  const isOutlook = sniffMediaType(bytes.subarray(0, sniffedBytes), 'a.msg')?.mediaType;
  const message =
    isOutlook === outlookType
      ? openOutlook(bytes, place, context)
      : await openMessage(withLineFeeds(bytes), place, context);
  return { ...message, attachments: saver.saved };
};
