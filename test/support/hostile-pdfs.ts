import { deflateSync } from 'node:zlib';

/** A file that wants to do harm or is broken; its name says how. */
export interface HostileInput {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

interface Stream {
  dict: string;
  data: Buffer;
}

const mediaType = 'application/pdf';

/** A PDF of any objects, numbered from 1; the first is the catalog. */
const pdfOf = (objects: readonly (string | Stream)[], trailer = ''): Buffer => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let offset = 9;
  for (const [index, object] of objects.entries()) {
    const body =
      typeof object === 'string'
        ? Buffer.from(object, 'latin1')
        : Buffer.concat([
            Buffer.from(`<< ${object.dict} /Length ${object.data.length} >>\nstream\n`),
            object.data,
            Buffer.from('\nendstream'),
          ]);
    const whole = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      body,
      Buffer.from('\nendobj\n'),
    ]);
    places.push(offset);
    offset += whole.length;
    parts.push(whole);
  }
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${places.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${offset}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end)]);
};

const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
const oneKid = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const pageWith = (more: string, box = '[0 0 595 842]'): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox ${box} ${more} >>`;

const withPage = (more: string, rest: readonly (string | Stream)[], box?: string): Buffer =>
  pdfOf([catalog, oneKid, pageWith(more, box), ...rest]);

const withContent = (
  content: string | Buffer,
  more = '',
  rest: readonly (string | Stream)[] = [],
) =>
  withPage(`/Contents 4 0 R ${more}`, [
    { dict: '/Filter /FlateDecode', data: deflateSync(Buffer.from(content)) },
    ...rest,
  ]);

const withImage = (dict: string, data: Buffer): Buffer =>
  withContent('q 595 0 0 842 0 0 cm /I Do Q', '/Resources << /XObject << /I 5 0 R >> >>', [
    { dict: `/Type /XObject /Subtype /Image ${dict}`, data },
  ]);

/** Forms of which each draws the next one several times. */
const forms = (levels: number, times: number): Buffer =>
  withContent('/F Do', '/Resources << /XObject << /F 5 0 R >> >>', [
    ...Array.from({ length: levels }, (_value, level) => ({
      dict: `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F ${6 + level} 0 R >> >>`,
      data: Buffer.from('/F Do '.repeat(times)),
    })),
    {
      dict: '/Type /XObject /Subtype /Form /BBox [0 0 595 842]',
      data: Buffer.from('0 0 10 10 re f'),
    },
  ]);

const manyPages = (count: number): Buffer =>
  pdfOf([
    catalog,
    `<< /Type /Pages /Count ${count} /Kids [${Array.from({ length: count }, (_v, at) => `${at + 3} 0 R`).join(' ')}] >>`,
    ...Array.from({ length: count }, () => pageWith('')),
  ]);

const deepTree = (depth: number): Buffer =>
  pdfOf([
    catalog,
    ...Array.from(
      { length: depth },
      (_v, at) => `<< /Type /Pages /Count 1 /Kids [${at + 3} 0 R] >>`,
    ),
    pageWith(''),
  ]);

const zeros = (megabytes: number): Buffer => deflateSync(Buffer.alloc(megabytes * 1_000_000));
const noise = (count: number): Buffer =>
  Buffer.from(
    Array.from({ length: count }, (_v, at) => (Math.imul(at + 7, 2_654_435_761) >>> 13) & 255),
  );

const image = (width: number, height: number, filter: string): string =>
  `/Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /${filter}`;

/** PDFs that are wrong in one way each. */
const oddities = (): [string, Buffer][] => [
  ['no pages', pdfOf([catalog, '<< /Type /Pages /Kids [] /Count 0 >>'])],
  ['page tree that holds itself', pdfOf([catalog, '<< /Type /Pages /Kids [2 0 R] /Count 5 >>'])],
  [
    'count that lies',
    pdfOf([catalog, '<< /Type /Pages /Kids [3 0 R] /Count 500000 >>', pageWith('')]),
  ],
  ['negative count', pdfOf([catalog, '<< /Type /Pages /Kids [3 0 R] /Count -4 >>', pageWith('')])],
  ['10,000 pages', manyPages(10_000)],
  ['page tree 3,000 deep', deepTree(3_000)],
  ['no catalog', pdfOf(['<< /Type /Font >>'])],
  ['catalog that is a number', pdfOf(['42'])],
  ...[
    '[0 0 1e9 1e9]',
    '[0 0 -5 -5]',
    '[0 0 0 0]',
    '[0 0 0.001 0.001]',
    '[9 9 9 9]',
    '[1 2]',
    '[0 0 1 200000]',
  ].map((box): [string, Buffer] => [`page of ${box}`, withPage('', [], box)]),
  ['content of 400 MB', withContentPacked(400)],
  ['a million nested states', withContent('q '.repeat(1_000_000))],
  ['a million rectangles', withContent('0 0 500 500 re f '.repeat(1_000_000))],
  ['a million curves', withContent(`0 0 m ${'1 2 300 400 5 600 c '.repeat(1_000_000)} S`)],
  [
    'form that draws itself',
    withContent('/F Do', '/Resources << /XObject << /F 5 0 R >> >>', [
      {
        dict: '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>',
        data: Buffer.from('/F Do'),
      },
    ]),
  ],
  ['forms two to the 29th', forms(29, 2)],
  ['forms ten to the 8th', forms(8, 10)],
  ['picture of 65,000 by 65,000', withImage(image(65_000, 65_000, 'FlateDecode'), zeros(50))],
  ['picture of minus 5', withImage(image(-5, 100, 'FlateDecode'), zeros(1))],
  ['picture without data', withImage(image(2480, 3508, 'FlateDecode'), Buffer.alloc(0))],
  ...[
    'DCTDecode',
    'JPXDecode',
    'JBIG2Decode',
    'CCITTFaxDecode',
    'LZWDecode',
    'RunLengthDecode',
    'ASCII85Decode',
    'Unknown',
  ].map((filter): [string, Buffer] => [
    `${filter} of noise`,
    withImage(image(2480, 3508, filter), noise(60_000)),
  ]),
  [
    'fax of a billion columns',
    withImage(
      '/Width 100 /Height 100 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 1000000000 >>',
      noise(5_000),
    ),
  ],
  [
    'mask that is its own mask',
    withImage(`${image(10, 10, 'FlateDecode')} /SMask 5 0 R`, zeros(1)),
  ],
  [
    'filter chain of 500',
    withImage(
      `/Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [${'/FlateDecode '.repeat(500)}]`,
      zeros(1),
    ),
  ],
  [
    'arrays 100,000 deep',
    pdfOf([catalog, oneKid, pageWith(`/X ${'['.repeat(100_000)}${']'.repeat(100_000)}`)]),
  ],
  ['string of 20 MB', pdfOf([catalog, oneKid, pageWith(`/X (${'a'.repeat(20_000_000)})`)])],
  [
    'length that refers to itself',
    pdfOf([
      catalog,
      oneKid,
      pageWith('/Contents 4 0 R'),
      '<< /Length 4 0 R >>\nstream\nq\nendstream',
    ]),
  ],
  ['previous table that is this one', pdfOf([catalog, oneKid, pageWith('')], '/Prev 9')],
  [
    'script and launch',
    pdfOf([
      '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(1\\){}) >> >>',
      oneKid,
      pageWith('/AA << /O << /S /Launch /F (sh) >> >>'),
    ]),
  ],
  [
    '200,000 notes',
    withPage(
      `/Annots [${'<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >> '.repeat(200_000)}]`,
      [],
    ),
  ],
  [
    'pattern that paints with itself',
    withContent('/Pattern cs /P scn 0 0 500 500 re f', '/Resources << /Pattern << /P 5 0 R >> >>', [
      {
        dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 /Resources << /Pattern << /P 5 0 R >> >>',
        data: Buffer.from('/Pattern cs /P scn 0 0 1 1 re f'),
      },
    ]),
  ],
  ['only a head', Buffer.from('%PDF-1.7\n')],
  ['head and noise', Buffer.concat([Buffer.from('%PDF-1.4\n'), noise(300_000)])],
  ['behind a page of HTML', Buffer.concat([Buffer.from(' '.repeat(900)), manyPages(1)])],
];

function withContentPacked(megabytes: number): Buffer {
  const twice = deflateSync(deflateSync(Buffer.alloc(megabytes * 1_000_000, 0x20)));
  return withPage('/Contents 4 0 R', [
    { dict: '/Filter [/FlateDecode /FlateDecode]', data: twice },
  ]);
}

/** PDFs of our own making, about eighty with the damaged copies of a sound one. */
export const hostilePdfs = (sound: Buffer): HostileInput[] => {
  const cut = Array.from({ length: 9 }, (_v, at): [string, Buffer] => [
    `cut at ${(at + 1) * 10} %`,
    sound.subarray(0, Math.floor((sound.length * (at + 1)) / 10)),
  ]);
  const flipped = Array.from({ length: 12 }, (_v, seed): [string, Buffer] => {
    const bytes = Buffer.from(sound);
    for (let at = 20 + seed; at < bytes.length; at += 97 + seed * 31)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    return [`bits flipped ${seed}`, bytes];
  });
  return [...oddities(), ...cut, ...flipped].map(([name, bytes]) => ({
    name: `${name}.pdf`,
    mediaType,
    bytes,
  }));
};
