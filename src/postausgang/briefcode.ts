import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * The code on each sheet of a letter is `PSB1` and 41 digits of base 36: the id of the letter and 80 bits of an HMAC.
 * Capitals and digits take two thirds of a byte in a DataMatrix (ISO/IEC 16022, C40), so that it has 24 by 24 modules
 * and a scan of 200 dpi shows four dots of each.
 */

const prefix = 'PSB1';
const digits = 41;
const idBytes = 16;
const macBytes = 10;
const form = /^PSB1([0-9A-Z]{41})$/;

/** How the codes on our letters are made and known again. */
export interface Briefcodes {
  /** The text of the code on each sheet of a letter. */
  of(letterId: string): string;
  /** The letter whose code this is; undefined for other codes and those that we have not signed. */
  read(text: string): string | undefined;
}

const macOf = (key: Buffer, id: Buffer): Buffer =>
  createHmac('sha256', key).update('briefcode\0').update(id).digest().subarray(0, macBytes);

const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const numberOf = (text: string): bigint =>
  [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);

/** Signs with `key`. */
export const createBriefcodes = (key: Buffer): Briefcodes => ({
  of: (letterId) => {
    const id = Buffer.from(letterId.replaceAll('-', ''), 'hex');
    const signed = Buffer.concat([id, macOf(key, id)]);
    const text = BigInt(`0x${signed.toString('hex')}`)
      .toString(36)
      .toUpperCase();
    return `${prefix}${text.padStart(digits, '0')}`;
  },
  read: (text) => {
    const [, packed = ''] = form.exec(text) ?? [];
    const hex = packed === '' ? '' : numberOf(packed).toString(16);
    const bytes = Buffer.from(hex.padStart(2 * (idBytes + macBytes), '0'), 'hex');
    if (packed === '' || bytes.length !== idBytes + macBytes) return undefined;
    const id = bytes.subarray(0, idBytes);
    return timingSafeEqual(bytes.subarray(idBytes), macOf(key, id)) ? idOf(id) : undefined;
  },
});
