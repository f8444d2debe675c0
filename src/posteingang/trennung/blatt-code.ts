import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the code of a sheet of ours says. */
export interface BlattCode {
  art: 'trennblatt' | 'deckblatt';
  /** Id of the Vorgang that a Deckblatt names. */
  vorgangId: string | null;
  /** Sheets that follow, as the person who printed the Deckblatt said. */
  blaetter: number | null;
  /** Number of this sheet, for the protocol. */
  nummer: string;
}

/** The sheets of the first version carry this, unsigned; they cut and do nothing else. */
export const altesTrennblatt = 'POSTSTELLE:TRENNBLATT:1';

const prefix = 'PSTB2';
const macBytes = 12;

const macOf = (key: Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, macBytes);

const packed = (id: string): string =>
  Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

const unpacked = (text: string): string | undefined => {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  if (hex.length !== 32) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** A number for a new sheet: 48 random bits. */
export const newBlattNummer = (): string => randomBytes(6).toString('hex').toUpperCase();

/** The text of the code on a sheet, signed with the key of this Poststelle. */
export const writeBlattCode = (key: Buffer, code: BlattCode): string => {
  const body = [
    prefix,
    code.art === 'deckblatt' ? 'D' : 'T',
    code.vorgangId === null ? '' : packed(code.vorgangId),
    code.blaetter ?? '',
    code.nummer,
  ].join(':');
  return `${body}:${macOf(key, body).toString('base64url')}`;
};

const form = /^PSTB2:([TD]):([\w-]{22})?:(\d{1,4})?:([0-9A-F]{12}):([\w-]{16})$/;

/** `fremd` looks like a sheet of ours without a signature of ours: forged, damaged or from another Poststelle. */
export type GelesenerCode = BlattCode | 'fremd';

/** Reads the text of a code; undefined when it is none of a sheet. */
export const readBlattCode = (key: Buffer, text: string): GelesenerCode | undefined => {
  if (text === altesTrennblatt)
    return { art: 'trennblatt', vorgangId: null, blaetter: null, nummer: 'alt' };
  if (!text.startsWith(`${prefix}:`)) return undefined;
  const match = form.exec(text);
  if (match === null) return 'fremd';
  const [, art, vorgang, blaetter, nummer = '', mac = ''] = match;
  const signed = Buffer.from(mac, 'base64url');
  const expected = macOf(key, text.slice(0, text.lastIndexOf(':')));
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) return 'fremd';
  return {
    art: art === 'D' ? 'deckblatt' : 'trennblatt',
    vorgangId: vorgang === undefined ? null : (unpacked(vorgang) ?? null),
    blaetter: blaetter === undefined ? null : Number(blaetter),
    nummer,
  };
};
