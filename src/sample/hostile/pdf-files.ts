import { createHash } from 'node:crypto';

/** The padding string of the standard security handler (ISO 32000-1, 7.6.3.3). */
const padding = Buffer.from(
  '28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A',
  'hex',
);

const padded = (password: string): Buffer =>
  Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32);

const md5 = (...parts: readonly Buffer[]): Buffer =>
  createHash('md5').update(Buffer.concat(parts)).digest();

/** RC4; Node's OpenSSL no longer offers it, and old PDFs still use it. */
const rc4 = (key: Buffer, data: Buffer): Buffer => {
  const state = Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [state[b] as number, state[a] as number];
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let a = 0;
  let b = 0;
  return Buffer.from(
    data.map((byte) => {
      a = (a + 1) & 255;
      b = (b + (state[a] as number)) & 255;
      swap(a, b);
      return byte ^ (state[((state[a] as number) + (state[b] as number)) & 255] as number);
    }),
  );
};

/** Numbers the objects and writes cross-reference table and trailer. */
const assemble = (objects: readonly Buffer[], trailer: string): Buffer => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
  const offsets: number[] = [];
  let size = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    const whole = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      object,
      Buffer.from('\nendobj\n'),
    ]);
    offsets.push(size);
    parts.push(whole);
    size += whole.length;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R ${trailer} >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
};

const streamObject = (content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<< /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ]);

const pageObjects = (
  content: Buffer,
  { mediaBox = '0 0 595 842', catalog = '' }: { mediaBox?: string; catalog?: string } = {},
): Buffer[] => [
  Buffer.from(`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`),
  Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
  Buffer.from(
    `<< /Type /Page /Parent 2 0 R /MediaBox [${mediaBox}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
  ),
  streamObject(content),
  Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
];

const sentence = (text: string): Buffer =>
  Buffer.from(`BT /F1 14 Tf 70 760 Td (${text}) Tj ET`, 'latin1');

/** A one-page PDF, encrypted with 40-bit RC4 (revision 2); an empty user password opens without asking. */
export const encryptedPdf = ({
  userPassword,
  ownerPassword,
}: {
  userPassword: string;
  ownerPassword: string;
}): Buffer => {
  const id = md5(Buffer.from('poststelle fixture'));
  const ownerKey = md5(padded(ownerPassword)).subarray(0, 5);
  const owner = rc4(ownerKey, padded(userPassword));
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(-64);
  const key = md5(padded(userPassword), owner, permissions, id).subarray(0, 5);
  const user = rc4(key, padding);
  const objectKey = md5(key, Buffer.from([4, 0, 0, 0, 0])).subarray(0, 10);
  const objects = pageObjects(rc4(objectKey, sentence('Vertraulicher Brief an das Rathaus')));
  const encrypt = `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${user.toString('hex')}> /P -64 >>`;
  const hex = id.toString('hex');
  return assemble([...objects, Buffer.from(encrypt)], `/Encrypt 6 0 R /ID [<${hex}> <${hex}>]`);
};

/** A page of 2.8 by 2.8 kilometres, drawn by a file of 700 bytes. */
export const hugePagePdf = (): Buffer =>
  assemble(pageObjects(sentence('Sehr grosse Seite'), { mediaBox: '0 0 8000000 8000000' }), '');

/** Runs a script when it is opened. */
export const scriptPdf = (): Buffer =>
  assemble(
    pageObjects(sentence('Bitte erlauben Sie aktive Inhalte'), {
      catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\("hallo"\\);) >>',
    }),
    '',
  );

/** The page tree contains itself. */
export const loopPdf = (): Buffer =>
  assemble(
    [
      Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
      Buffer.from('<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>'),
    ],
    '',
  );
