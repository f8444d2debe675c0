import { DependencyDown, InvalidInput } from '#errors.js';

/** A reply of RFC 5321 with an enhanced code of RFC 3463; the library sends `responseCode` and the text. */
export class Refusal extends Error {
  constructor(
    readonly responseCode: 421 | 451 | 452 | 550 | 552 | 554,
    text: string,
  ) {
    super(text);
  }
}

export const unknownRecipient = (): Refusal =>
  new Refusal(550, '5.1.1 No such recipient here: the address is not configured (lmtp.addresses)');

export const foreignClient = (): Refusal =>
  new Refusal(554, '5.7.1 This mail server is not in lmtp.clients');

/** The other side ended in the middle; nobody hears this. */
export const notComplete = (): Refusal => new Refusal(451, '4.4.2 The message was not complete');

/**
 * What a mail server is told when a mail could not be taken in. Everything that may be better later is temporary:
 * the mail stays in the queue of the mail server, and nothing is lost.
 */
export const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  if (error instanceof InvalidInput) {
    if (error.code === 'file-too-large') return new Refusal(552, '5.3.4 The message is too large');
    if (error.code === 'file-empty') return new Refusal(554, '5.6.0 The message is empty');
    return notComplete();
  }
  if (error instanceof DependencyDown && /^(disk|storage)-/.test(error.code))
    return new Refusal(452, '4.3.1 Not enough space; try again later');
  return new Refusal(451, '4.3.0 Cannot store the message now; try again later');
};

/** RFC 2033 wants an answer for each accepted recipient, and the library gives one for each address. */
export const sameRecipient = (): Refusal =>
  new Refusal(452, '4.5.3 The same recipient again: hand it over in a transaction of its own');
