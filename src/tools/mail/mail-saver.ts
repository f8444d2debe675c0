import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sniffedBytes, sniffMediaType } from '../media-type.js';
import { ChildFailure, type DocumentLimits } from '../parser/protocol.js';
import type { MailAttachment } from './mail-message.js';
import { cleanFileName, cleanLine } from './mail-names.js';
import type { SmimeSettings } from './smime.js';

/** An attachment on its way to the output folder. */
export interface Enclosed {
  pieces: Iterable<Buffer>;
  /** As the sender gave it; cleaned here. */
  fileName: string;
  mediaType: string;
  inline: boolean;
  contentId?: string;
  within?: number | undefined;
}

/** Writes attachments and bodies one after the other, within the limits of one mail. */
export const createSaver = (out: string, limits: DocumentLimits) => {
  const saved: MailAttachment[] = [];
  let total = 0;
  let bodies = 0;
  let left = 0;

  const write = (file: string, pieces: Iterable<Buffer>) => {
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    let size = 0;
    const target = openSync(join(out, file), 'w');
    try {
      for (const piece of pieces) {
        total += piece.length;
        if (total > limits.maxMailBytes) throw new ChildFailure('limit-exceeded', 'mail-size');
        size += piece.length;
        if (head.length < sniffedBytes)
          head = Buffer.concat([head, piece.subarray(0, sniffedBytes - head.length)]);
        hash.update(piece);
        for (let at = 0; at < piece.length; ) at += writeSync(target, piece, at);
      }
    } finally {
      closeSync(target);
    }
    return { head, size, sha256: hash.digest('hex') };
  };

  return {
    saved,
    /** How many attachments there was no room for. */
    left: (): number => left,
    /** Saves one more; undefined where the mail has too many. */
    save: (one: Enclosed): MailAttachment | undefined => {
      const index = saved.length;
      if (index >= limits.maxMailParts) {
        left += 1;
        return undefined;
      }
      const declared = cleanLine(one.mediaType).toLowerCase().slice(0, 100);
      const mediaType = declared === '' ? 'application/octet-stream' : declared;
      const file = `attachment-${index}${mediaType === 'message/rfc822' ? '.eml' : '.bin'}`;
      const { head, size, sha256 } = write(file, one.pieces);
      const sniffed = sniffMediaType(head, one.fileName)?.mediaType;
      const contentId = cleanLine(one.contentId ?? '').slice(0, 250);
      const entry: MailAttachment = {
        index,
        file,
        fileName: cleanFileName(one.fileName, index, mediaType),
        mediaType,
        ...(sniffed === undefined ? {} : { sniffed }),
        size,
        sha256,
        inline: one.inline,
        ...(contentId === '' ? {} : { contentId }),
        ...(one.within === undefined ? {} : { within: one.within }),
      };
      saved.push(entry);
      return entry;
    },
    saveHtml: (html: string): { html?: { file: string; size: number } } => {
      if (html === '') return {};
      const file = `body-${bodies}.htm`;
      bodies += 1;
      const bytes = Buffer.from(html);
      total += bytes.length;
      if (total > limits.maxMailBytes) throw new ChildFailure('limit-exceeded', 'mail-size');
      writeFileSync(join(out, file), bytes);
      return { html: { file, size: bytes.length } };
    },
  };
};

export type Saver = ReturnType<typeof createSaver>;

/** Where in a mail a message lies: the attachment that encloses it, and how many messages enclose it. */
export interface Place {
  within: number | undefined;
  level: number;
}

/** What is needed to open a message and those within it. */
export interface MailContext {
  saver: Saver;
  /** The output folder. */
  out: string;
  limits: DocumentLimits;
  smime: SmimeSettings;
}
