import { z } from 'zod';
import { MailBlock } from '../mail-html/mail-block.js';
import { shownHtml } from '../mail-html/shown-html.js';
import { outputName, problemCodes } from '../parser/result-schema.js';

// The child has opened hostile input and may lie, so nothing it says is taken without its shape.

const line = z.string().max(2000);
const addresses = z.array(z.object({ name: line, address: line })).max(500);
const messageId = z.string().max(600);

/** Fields of the header in their order, decoded; the name in lower case, the value on one line. */
export const mailHeaders = z.array(z.object({ name: z.string().max(100), value: line })).max(300);

/** What machines report (RFC 3464, RFC 5965, RFC 8098) and the heads of enclosed messages, as text. */
export const mailReports = z
  .array(z.object({ mediaType: z.string().max(120), text: z.string().max(20_000) }))
  .max(20);

/** Media type of the whole mail with its parameters, names and type in lower case. */
export const mailContentType = z.object({
  type: z.string().max(120),
  params: z.record(z.string().max(100), line),
});

/** Electronic signatures of a mail and what became of checking them. */
export const mailSignatures = z
  .array(z.object({ signer: line, status: z.enum(['valid', 'untrusted', 'invalid']) }))
  .max(50);

const message = {
  head: z.object({
    from: addresses,
    to: addresses,
    cc: addresses,
    replyTo: addresses,
    subject: line,
    date: z.iso.datetime().optional(),
    messageId: messageId.optional(),
    inReplyTo: messageId.optional(),
    references: z.array(messageId).max(50),
    autoSubmitted: z.boolean(),
  }),
  text: z.string().max(4_000_000),
  beside: z.string().max(1_000_000).optional(),
  html: z.object({ file: outputName, size: z.number().int().min(0) }).optional(),
  /** The same, made safe to be shown. */
  safeHtml: shownHtml
    .extend({
      file: outputName,
      size: z.number().int().min(0),
      /** For the printed copy. */
      blocks: z.array(MailBlock).max(3_000),
      blocksCut: z.boolean(),
    })
    .optional(),
  headers: mailHeaders,
  reports: mailReports,
  contentType: mailContentType,
  signatures: mailSignatures.optional(),
  problems: problemCodes,
};

const index = z.number().int().min(0);

/** The answer of `openMail`; `OpenedMail` says what the fields mean. */
export const openedMailSchema = z.object({
  ...message,
  attachments: z
    .array(
      z.object({
        index,
        file: outputName,
        fileName: z.string().min(1).max(250),
        mediaType: z.string().max(120),
        sniffed: z.string().max(120).optional(),
        size: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        inline: z.boolean(),
        contentId: line.optional(),
        within: index.optional(),
        message: z.object(message).optional(),
      }),
    )
    .max(5000),
});
