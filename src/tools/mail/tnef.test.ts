import { describe, expect, it } from 'vitest';
import { readTnef } from './tnef.js';

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const attribute = (id: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([2]), u32(id), u32(data.length), data, u16(0)]);
const tnef = (...attributes: Buffer[]): Buffer =>
  Buffer.concat([u32(0x223e9f78), u16(1), ...attributes]);
const value = (id: number, type: number, data: Buffer): Buffer =>
  Buffer.concat([
    u16(type),
    u16(id),
    u32(1),
    u32(data.length),
    data,
    Buffer.alloc((4 - (data.length % 4)) % 4),
  ]);
const properties = (...all: Buffer[]): Buffer => Buffer.concat([u32(all.length), ...all]);
const utf16 = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');

const rendData = attribute(0x00069002, Buffer.alloc(14));
const title = (name: string) => attribute(0x00018010, Buffer.from(`${name}\0`, 'latin1'));
const data = (bytes: Buffer) => attribute(0x0006800f, bytes);

describe('a winmail.dat', () => {
  it('gives its text and its files under their long names', () => {
    const long = properties(value(0x3707, 0x1f, utf16('Gebührenbescheid.pdf')));
    const found = readTnef(
      tnef(
        attribute(0x00069003, properties(value(0x1000, 0x1f, utf16('Grüße')))),
        rendData,
        title('GEBUEH~1.PDF'),
        data(Buffer.from('%PDF-1.4')),
        attribute(0x00069005, long),
        rendData,
        title('zwei.txt'),
        data(Buffer.from('zwei')),
      ),
    );
    expect(found).toMatchObject({ text: 'Grüße', damaged: false });
    expect(found.files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['Gebührenbescheid.pdf', '%PDF-1.4'],
      ['zwei.txt', 'zwei'],
    ]);
  });

  it('within another one gives its files to it', () => {
    const inner = tnef(rendData, title('innen.txt'), data(Buffer.from('innen')));
    const object = Buffer.concat([Buffer.alloc(16), inner]);
    const outer = tnef(rendData, attribute(0x00069005, properties(value(0x3701, 0x0d, object))));
    expect(readTnef(outer).files.map(({ name }) => name)).toContain('innen.txt');
  });

  it('that breaks off keeps what has come', () => {
    const whole = tnef(rendData, title('eins.txt'), data(Buffer.from('eins')), rendData);
    const found = readTnef(whole.subarray(0, whole.length - 5));
    expect(found).toMatchObject({ damaged: true, files: [{ name: 'eins.txt' }] });
  });

  it('that promises four gigabytes is damaged and nothing more', () => {
    const lie = Buffer.concat([tnef(), Buffer.from([2]), u32(0x0006800f), u32(0xffffffff)]);
    expect(readTnef(lie)).toEqual({ text: '', html: '', files: [], damaged: true });
  });
});
