import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * The code on each sheet of a letter is `PSB1` and 41 digits of base 36: the id of the letter and 80 bits of an HMAC.
 * Capitals and digits take two thirds of a byte in a DataMatrix (ISO/IEC 16022, C40), so that it has 24 by 24 modules
 * and a scan of 200 dpi shows four dots of each. The envelope sender of a mail carries the same digits, signed for
 * that use alone: 41 characters leave room in the 64 of a local part (RFC 5321 section 4.5.3.1.1).
 */

const prefix = 'PSB1';
const digits = 41;
const idBytes = 16;
const macBytes = 10;
const form = /^PSB1([0-9A-Z]{41})$/;
const packedForm = /^[0-9a-z]{41}$/i;

/** How the codes on our letters are made and known again. */
export interface Briefcodes {
  /** The text of the code on each sheet of a letter. */
  of(letterId: string): string;
  /** The letter whose code this is; undefined for other codes and those that we have not signed. */
  read(text: string): string | undefined;
}

/** For what an id is signed; a signature for one use is worth nothing for another. */
export type Siegelzweck = 'briefcode' | 'umschlag';

const macOf = (key: Buffer, zweck: Siegelzweck, id: Buffer): Buffer =>
  createHmac('sha256', key).update(`${zweck}\0`).update(id).digest().subarray(0, macBytes);

const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const numberOf = (text: string): bigint =>
  [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);

/** The signed id of a letter as 41 digits of base 36, in capitals. */
export const packId = (key: Buffer, zweck: Siegelzweck, letterId: string): string => {
  const id = Buffer.from(letterId.replaceAll('-', ''), 'hex');
  const signed = Buffer.concat([id, macOf(key, zweck, id)]);
  return BigInt(`0x${signed.toString('hex')}`)
    .toString(36)
    .toUpperCase()
    .padStart(digits, '0');
};

/** The letter whose signed id this is, in capitals or not; undefined for what we have not signed for this use. */
export const unpackId = (key: Buffer, zweck: Siegelzweck, packed: string): string | undefined => {
  if (!packedForm.test(packed)) return undefined;
  const hex = numberOf(packed).toString(16);
  const bytes = Buffer.from(hex.padStart(2 * (idBytes + macBytes), '0'), 'hex');
  if (bytes.length !== idBytes + macBytes) return undefined;
  const id = bytes.subarray(0, idBytes);
  return timingSafeEqual(bytes.subarray(idBytes), macOf(key, zweck, id)) ? idOf(id) : undefined;
};

/** Signs with `key`. */
export const createBriefcodes = (key: Buffer): Briefcodes => ({
  of: (letterId) => `${prefix}${packId(key, 'briefcode', letterId)}`,
  read: (text) => {
    const [, packed] = form.exec(text) ?? [];
    return packed === undefined ? undefined : unpackId(key, 'briefcode', packed);
  },
});
