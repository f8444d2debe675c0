import type { WrittenHtml } from '../mail-html/write-safe-html.js';
import type { MailHead, MailHeader } from './mail-head.js';
import type { MailSignature } from './smime.js';

/** What a machine says about a mail, or the head of an enclosed message. */
export interface MailReport {
  mediaType: string;
  text: string;
}

/** A message without its attachments. */
export interface OpenedMessage {
  head: MailHead;
  /** The body for reading; made out of the HTML where there is nothing else. */
  text: string;
  /**
   * What is to be read besides the body: appointments and cards in plain German, and text that stands in no part that
   * is made for reading, because the mail is broken.
   */
  beside?: string;
  /** The HTML of the body as it came, decoded to UTF-8, in the output folder. */
  html?: { file: string; size: number };
  /** The same, made safe to be shown. */
  safeHtml?: WrittenHtml;
  headers: MailHeader[];
  reports: MailReport[];
  contentType: { type: string; params: Record<string, string> };
  /** Electronic signatures of the message or of parts of it. */
  signatures?: MailSignature[];
  /** Short codes of what a person should know. */
  problems: string[];
}

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
  /** The attachment in which this one was enclosed: a forwarded message, for example. */
  within?: number;
  /** What a forwarded message says; its attachments follow with this one as their `within`. */
  message?: OpenedMessage;
}

/** The answer of `openMail`; attachments in the order in which they stand in the mail. */
export interface OpenedMail extends OpenedMessage {
  attachments: MailAttachment[];
}
