import sharp from 'sharp';
import { letterPdf, pngPromising } from './documents.js';
import { type HostileInput, hostilePdfs } from './hostile-pdfs.js';
import { type ZipEntry, zipOf } from './zip.js';

const zeros = Buffer.alloc(15_000_000);
const manyZeros = Buffer.alloc(120_000_000);

const pictures = async (): Promise<HostileInput[]> => {
  const create = { width: 1240, height: 1754, channels: 3 as const, background: '#d0d0d0' };
  const image = sharp({ create });
  const [jpeg, png, tiff, webp] = await Promise.all([
    image.clone().jpeg().toBuffer(),
    image.clone().png().toBuffer(),
    image.clone().tiff({ compression: 'lzw' }).toBuffer(),
    image.clone().webp().toBuffer(),
  ]);
  const kinds: [string, string, Buffer][] = [
    ['jpg', 'image/jpeg', jpeg],
    ['png', 'image/png', png],
    ['tif', 'image/tiff', tiff],
    ['webp', 'image/webp', webp],
  ];
  const damaged = kinds.flatMap(([ending, mediaType, bytes]): HostileInput[] => {
    const flip = Buffer.from(bytes);
    for (let at = 30; at < flip.length; at += 41) flip[at] = (flip[at] ?? 0) ^ 0x10;
    const cut = bytes.subarray(0, Math.floor(bytes.length / 3));
    const head = bytes.subarray(0, 24);
    return [
      { name: `cut.${ending}`, mediaType, bytes: cut },
      { name: `flipped.${ending}`, mediaType, bytes: flip },
      { name: `head.${ending}`, mediaType, bytes: head },
    ];
  });
  const loop = Buffer.from(tiff);
  const directory = loop.readUInt32LE(4);
  const entries = loop.readUInt16LE(directory);
  loop.writeUInt32LE(directory, directory + 2 + entries * 12);
  const wide = Buffer.from(jpeg);
  const frame = wide.indexOf(Buffer.from([0xff, 0xc0]));
  wide.writeUInt32BE(0xffffffff, frame + 5);
  const plain = {
    create: { width: 8_000, height: 8_000, channels: 3 as const, background: '#fff' },
  };
  const flat = await sharp(plain).toColourspace('b-w').png({ compressionLevel: 9 }).toBuffer();
  return [
    ...damaged,
    { name: 'promises.png', mediaType: 'image/png', bytes: pngPromising(60_000, 60_000) },
    { name: 'nothing.png', mediaType: 'image/png', bytes: pngPromising(0, 0) },
    { name: 'unpacks to 64 megapixels.png', mediaType: 'image/png', bytes: flat },
    { name: 'loop.tif', mediaType: 'image/tiff', bytes: loop },
    { name: 'largest.jpg', mediaType: 'image/jpeg', bytes: wide },
  ];
};

const archives = (letter: Buffer): HostileInput[] => {
  const entry = (
    name: string,
    content: Buffer = Buffer.from('x'),
    more: Partial<ZipEntry> = {},
  ): ZipEntry => ({
    name,
    content,
    ...more,
  });
  const nested = (depth: number): Buffer =>
    zipOf([entry(depth === 0 ? 'a.pdf' : 'a.zip', depth === 0 ? letter : nested(depth - 1))]);
  const files: [string, Buffer][] = [
    [
      'one gigabyte in nine',
      zipOf(Array.from({ length: 9 }, (_v, at) => entry(`${at}`, manyZeros))),
    ],
    ['just under the ratio', zipOf(Array.from({ length: 30 }, (_v, at) => entry(`${at}`, zeros)))],
    ['climbing', zipOf([entry('../../../tmp/x.pdf', letter), entry('/etc/x.pdf', letter)])],
    ['ten thousand files', zipOf(Array.from({ length: 10_000 }, (_v, at) => entry(`${at}`)))],
    ['ten deep', nested(10)],
    ['lying about size', zipOf([entry('a.pdf', letter, { claimedSize: 10 })])],
    ['claiming 4 GB', zipOf([entry('a.pdf', letter, { claimedSize: 0xfffffffe })])],
    ['with a password', zipOf([entry('a.pdf', letter, { encrypted: true })])],
    ['links', zipOf([entry('a.pdf', Buffer.from('/etc/passwd'), { mode: 0o120777 })])],
    ['noise in an entry', zipOf([entry('a.pdf', letter, { packed: Buffer.alloc(500, 0x5a) })])],
    ['cut', zipOf([entry('a.pdf', letter)]).subarray(0, 300)],
    ['nothing to read', zipOf([entry('a.txt'), entry('b.exe', Buffer.from('MZ'))])],
    ['the same name 400 times', zipOf(Array.from({ length: 400 }, () => entry('a.txt')))],
    [
      'odd names',
      zipOf([entry('\u202Efdp.exe', letter), entry('a\0b\r\n.pdf', letter), entry('', letter)]),
    ],
  ];
  return files.map(([name, bytes]) => ({
    name: `${name}.zip`,
    mediaType: 'application/zip',
    bytes,
  }));
};

const head = 'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n';

const mails = (letter: Buffer): HostileInput[] => {
  const bomb = zipOf(
    Array.from({ length: 5 }, (_v, at) => ({ name: `${at}`, content: manyZeros })),
  );
  const attached = (name: string, bytes: Buffer): string =>
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n--b--\r\n`;
  const nested = Array.from(
    { length: 4000 },
    (_v, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  ).join('');
  const files: [string, string][] = [
    ['header of 5 MB', `${head}X-Long: ${'a'.repeat(5_000_000)}\r\n\r\nText`],
    ['4,000 levels', head + nested],
    ['20,000 headers', `${head}${'X-A: b\r\n'.repeat(20_000)}\r\nText`],
    ['no body', head],
    ['boundary that never comes', `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\nText`],
    ['bomb inside', attached('bombe.zip', bomb)],
    ['broken PDF inside', attached('brief.pdf', letter.subarray(0, 400))],
    ['unknown charset', `${head}Content-Type: text/plain; charset=nonsense\r\n\r\n\xe4\xf6`],
    ['HTML of a million tags', `${head}Content-Type: text/html\r\n\r\n${'<b>'.repeat(1_000_000)}`],
  ];
  return files.map(([name, text]) => ({
    name: `${name}.eml`,
    mediaType: 'message/rfc822',
    bytes: Buffer.from(text, 'latin1'),
  }));
};

/** More than a hundred files that want to do harm or are broken, made anew each time. */
export const hostileInputs = async (): Promise<HostileInput[]> => {
  const letter = await letterPdf();
  return [...hostilePdfs(letter), ...(await pictures()), ...archives(letter), ...mails(letter)];
};
