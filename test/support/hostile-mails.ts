import { randomBytes } from 'node:crypto';
import type { HostileInput } from './hostile-pdfs.js';
import { zipOf } from './zip.js';

type Named = readonly [name: string, mail: string | Buffer];

const head = 'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n';
const text = '--b\r\nContent-Type: text/plain\r\n\r\nText\r\n';
const mixed = (parts: string): string =>
  `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${text}${parts}--b--\r\n`;
const base64 = (bytes: Buffer): string =>
  (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
const attached = (name: string, bytes: Buffer, type = 'application/octet-stream'): string =>
  `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}\r\n`;
const small = (name: string): string => attached(name, Buffer.from('x'));

const nestedMultiparts = (depth: number): string =>
  head +
  Array.from(
    { length: depth },
    (_v, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  ).join('');

const nestedMessages = (depth: number): string =>
  Array.from({ length: depth }, () => `${head}Content-Type: message/rfc822\r\n\r\n`).join('');

const nestedBase64 = (depth: number): string => {
  let inner = `${head}\r\nInnen`;
  for (let at = 0; at < depth; at += 1)
    inner = `${head}Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(Buffer.from(inner))}`;
  return inner;
};

const structures = (): Named[] => [
  ['4,000 multiparts', nestedMultiparts(4_000)],
  ['200,000 multiparts', nestedMultiparts(200_000)],
  ['31 multiparts', nestedMultiparts(31)],
  ['11 messages', nestedMessages(11)],
  ['50,000 messages', nestedMessages(50_000)],
  ['30 messages in base64', nestedBase64(30)],
  [
    'the same boundary at all levels',
    `${head}${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(2_000)}`,
  ],
  ['20,000 parts', mixed(small('a.txt').repeat(20_000))],
  ['200,000 empty parts', mixed('--b\r\n\r\n'.repeat(200_000))],
  ['a million boundaries', mixed('--b\r\n'.repeat(1_000_000))],
  [
    'digest of 5,000',
    `${head}Content-Type: multipart/digest; boundary=b\r\n\r\n${'--b\r\n\r\nSubject: y\r\n\r\nz\r\n'.repeat(5_000)}--b--`,
  ],
  ['no end', mixed('').replace('--b--', '')],
  [
    'boundary of 100 kB',
    `${head}Content-Type: multipart/mixed; boundary="${'x'.repeat(100_000)}"\r\n\r\n--${'x'.repeat(100_000)}\r\n\r\nText`,
  ],
  [
    'empty boundary',
    `${head}Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nText\r\n----`,
  ],
  [
    'boundary that ends like another',
    `${head}Content-Type: multipart/mixed; boundary=b--\r\n\r\n--b--\r\n\r\nText\r\n--b----`,
  ],
  ['only boundaries', '--\r\n'.repeat(100_000)],
  ['five million empty lines', `${head}\r\n${'\n'.repeat(5_000_000)}`],
  ['a line of 20 MB', `${head}\r\n${'x'.repeat(20_000_000)}`],
  [
    'alternatives without end',
    `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n'.repeat(10_000)}`,
  ],
  [
    'external body',
    mixed(
      '--b\r\nContent-Type: message/external-body; access-type=local-file; name="/etc/passwd"\r\n\r\nContent-Type: text/plain\r\n\r\n',
    ),
  ],
  [
    'a fragment',
    `${head}Content-Type: message/partial; id=a; number=2; total=900000000\r\n\r\nText`,
  ],
];

const fields = (): Named[] => [
  ['200,000 fields', `${'X-A: b\r\n'.repeat(200_000)}${head}\r\nText`],
  ['a field of 20 MB', `${head}X-Long: ${'a'.repeat(20_000_000)}\r\n\r\nText`],
  ['a field of a million folds', `${head}X-Long: a\r\n${' a\r\n'.repeat(1_000_000)}\r\nText`],
  ['a subject of 5 MB', `From: a@b\r\nSubject: ${'ä'.repeat(2_500_000)}\r\n\r\nText`],
  [
    '200,000 encoded words',
    `From: a@b\r\nSubject: ${'=?utf-8?Q?a?= '.repeat(200_000)}\r\n\r\nText`,
  ],
  [
    'encoded words that never end',
    `From: a@b\r\nSubject: ${'=?utf-8?Q?'.repeat(200_000)}\r\n\r\nText`,
  ],
  ['100,000 addresses', `From: a@b\r\nTo: ${'a@example.org, '.repeat(100_000)}\r\n\r\nText`],
  ['100,000 brackets in an address', `From: ${'('.repeat(100_000)}a@b\r\n\r\nText`],
  ['100,000 quotes in an address', `From: ${'"\\'.repeat(100_000)}a@b\r\n\r\nText`],
  ['100,000 groups', `From: ${'g:a@b;'.repeat(100_000)}\r\n\r\nText`],
  ['200,000 references', `${head}References: ${'<a@b> '.repeat(200_000)}\r\n\r\nText`],
  ['100,000 parameters', `${head}Content-Type: text/plain; ${'a=b; '.repeat(100_000)}\r\n\r\nText`],
  [
    '100,000 pieces of a name',
    mixed(
      `--b\r\nContent-Disposition: attachment; ${Array.from({ length: 100_000 }, (_v, at) => `filename*${at}=a`).join('; ')}\r\n\r\nx\r\n`,
    ),
  ],
  [
    'a prototype for a parameter',
    `${head}Content-Type: text/plain; __proto__=a; constructor=b\r\n\r\nText`,
  ],
  ['nulls in the header', `From: a\0@b\r\nSubject: a\0b\r\n\r\nText\0`],
  ['no field at all', 'x'.repeat(10_000)],
  ['only carriage returns', mixed(small('a.txt')).replaceAll('\r\n', '\r')],
  [
    'a date of the year 99999',
    `From: a@b\r\nTo: a@b\r\nDate: Mon, 1 Jan 99999 00:00:00 +0000\r\n\r\nText`,
  ],
];

const contents = (): Named[] => {
  const zeros = Buffer.alloc(15_000_000);
  const bomb = zipOf(
    Array.from({ length: 8 }, (_v, at) => ({
      name: `${at}.pdf`,
      content: Buffer.alloc(120_000_000),
    })),
  );
  const slip = zipOf([{ name: '../../../tmp/x.pdf', content: Buffer.from('x') }]);
  const quine = zipOf([
    {
      name: 'a.zip',
      content: zipOf([
        {
          name: 'b.zip',
          content: zipOf([
            {
              name: 'c.zip',
              content: zipOf([
                { name: 'd.zip', content: zipOf([{ name: 'e.txt', content: Buffer.from('x') }]) },
              ]),
            },
          ]),
        },
      ]),
    },
  ]);
  return [
    ['zip bomb', mixed(attached('b.zip', bomb))],
    [
      'zip just under the ratio',
      mixed(
        attached(
          'z.zip',
          zipOf(Array.from({ length: 30 }, (_v, at) => ({ name: `${at}`, content: zeros }))),
        ),
      ),
    ],
    ['zip that climbs', mixed(attached('s.zip', slip))],
    ['zips in zips', mixed(attached('q.zip', quine))],
    [
      'names that climb',
      mixed(
        ['../../etc/passwd', '..\\..\\x.exe', '/etc/shadow', 'C:\\x', 'con', '.', '..', ' ']
          .map(small)
          .join(''),
      ),
    ],
    ['names that turn direction', mixed(small('Rechnung\u202Efdp.exe'))],
    ['a name of 1 MB', mixed(small('a'.repeat(1_000_000)))],
    [
      'base64 of nonsense',
      mixed(
        '--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!=&%$\r\n',
      ),
    ],
    [
      'base64 of padding alone',
      mixed(
        `--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${'='.repeat(2_000_000)}\r\n`,
      ),
    ],
    [
      'base64 of single padded bytes',
      mixed(
        `--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${'YQ=='.repeat(1_000_000)}\r\n`,
      ),
    ],
    [
      'quoted-printable of signs',
      `${head}Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${'='.repeat(5_000_000)}`,
    ],
    [
      'uuencode that lies',
      mixed(
        `--b\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n${'M\r\n'.repeat(200_000)}\r\n`,
      ),
    ],
    [
      'UTF-7 of scripts',
      `${head}Content-Type: text/html; charset=utf-7\r\n\r\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-`,
    ],
    ['UTF-16 cut in two', `${head}Content-Type: text/plain; charset=utf-16\r\n\r\n\xff\xfea`],
    ['an unknown charset', `${head}Content-Type: text/plain; charset="../../x"\r\n\r\n\xe4`],
    ['HTML of 300,000 levels', `${head}Content-Type: text/html\r\n\r\n${'<div>'.repeat(300_000)}`],
    ['HTML of open comments', `${head}Content-Type: text/html\r\n\r\n${'<!--'.repeat(500_000)}`],
    ['HTML of open tags', `${head}Content-Type: text/html\r\n\r\n${'<a b='.repeat(500_000)}`],
    [
      'HTML of one attribute',
      `${head}Content-Type: text/html\r\n\r\n<p a="${'x'.repeat(10_000_000)}`,
    ],
    [
      'HTML of entities',
      `${head}Content-Type: text/html\r\n\r\n${'&amp;&#x110000;&#0;&nosuch'.repeat(200_000)}`,
    ],
    [
      'flowed text',
      `${head}Content-Type: text/plain; format=flowed\r\n\r\n${'> a \r\n'.repeat(300_000)}`,
    ],
    [
      'flowed text without an end',
      `${head}Content-Type: text/plain; format=flowed\r\n\r\n${'a \r\n'.repeat(300_000)}`,
    ],
  ];
};

const calendars = (): Named[] => {
  const event = (lines: string): string =>
    `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const part = (body: string, type = 'text/calendar'): string =>
    mixed(`--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`);
  return [
    [
      'calendar that repeats every second',
      part(event('DTSTART:20260101T000000Z\r\nRRULE:FREQ=SECONDLY;BYSETPOS=366')),
    ],
    ['calendar of 50,000 levels', part('BEGIN:VCALENDAR\r\n'.repeat(50_000))],
    ['calendar of 100,000 events', part(event('SUMMARY:x').repeat(20_000))],
    ['calendar without dates', part(event('DTSTART:gestern\r\nDTEND;VALUE=DATE:99999999'))],
    [
      'vCard of 100,000 lines',
      part(`BEGIN:VCARD\r\n${'TEL:1\r\n'.repeat(100_000)}END:VCARD`, 'text/vcard'),
    ],
  ];
};

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

const sealed = (): Named[] => {
  const winmail = (bytes: Buffer): string =>
    mixed(attached('winmail.dat', bytes, 'application/ms-tnef'));
  const signature = Buffer.concat([u32(0x223e9f78), Buffer.from([1, 0])]);
  const lie = (id: number, length: number): Buffer =>
    Buffer.concat([signature, Buffer.from([2]), u32(id), u32(length)]);
  const properties = Buffer.concat([
    signature,
    Buffer.from([1]),
    u32(0x69003),
    u32(4),
    u32(0xffffffff),
    Buffer.alloc(2),
  ]);
  const rendData = Buffer.concat([Buffer.from([2]), u32(0x69002), u32(0), Buffer.alloc(2)]);
  const p7m = (bytes: Buffer): string =>
    `${head}Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}`;
  const nestedDer = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([0x30, 0x80])));
  return [
    ['TNEF of noise', winmail(Buffer.concat([signature, randomBytes(100_000)]))],
    ['TNEF that promises 4 GB', winmail(lie(0x6800f, 0xffffffff))],
    ['TNEF of 4 billion properties', winmail(properties)],
    [
      'TNEF of 200,000 files',
      winmail(Buffer.concat([signature, ...Array.from({ length: 200_000 }, () => rendData)])),
    ],
    ['TNEF of six bytes', winmail(signature)],
    ['CMS of noise', p7m(randomBytes(50_000))],
    ['CMS of 20,000 levels', p7m(nestedDer)],
    ['CMS that promises 2 GB', p7m(Buffer.from('3084800000000609', 'hex'))],
    [
      'signature of noise',
      `${head}Content-Type: multipart/signed; boundary=b\r\n\r\n${text}--b\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(randomBytes(2_000))}\r\n--b--`,
    ],
    [
      'PGP',
      `${head}Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--`,
    ],
  ];
};

/** Compound files: a header of 512 bytes and sectors, of which the tables point in circles or nowhere. */
const outlookFiles = (): [string, Buffer][] => {
  const file = (fat: (sector: number) => number, sectors = 20): Buffer => {
    const bytes = Buffer.alloc(512 * (sectors + 1));
    bytes.set(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    bytes.writeUInt16LE(0x3e, 24);
    bytes.writeUInt16LE(3, 26);
    bytes.writeUInt16LE(0xfffe, 28);
    bytes.writeUInt16LE(9, 30);
    bytes.writeUInt16LE(6, 32);
    bytes.writeUInt32LE(1, 44);
    bytes.writeUInt32LE(1, 48);
    bytes.writeUInt32LE(0x1000, 56);
    bytes.writeUInt32LE(2, 60);
    bytes.writeUInt32LE(1, 64);
    bytes.writeUInt32LE(0xfffffffe, 68);
    for (let at = 76; at < 512; at += 4) bytes.writeUInt32LE(0xffffffff, at);
    bytes.writeUInt32LE(0, 76);
    for (let sector = 0; sector < 128; sector += 1)
      bytes.writeUInt32LE(fat(sector) >>> 0, 512 + 4 * sector);
    const root = 512 * 2;
    bytes.write('Root Entry', root, 'utf16le');
    bytes.writeUInt16LE(22, root + 64);
    bytes[root + 66] = 5;
    for (const at of [68, 72]) bytes.writeUInt32LE(0, root + at);
    bytes.writeUInt32LE(0, root + 76);
    bytes.write('__substg1.0_0037001F', root + 128, 'utf16le');
    return bytes;
  };
  return [
    ['whose sectors point at themselves', file((sector) => sector)],
    ['whose sectors go in a circle', file((sector) => (sector + 1) % 20)],
    ['whose sectors point nowhere', file(() => 0x7fffffff)],
    ['of a header alone', file(() => 0xfffffffe).subarray(0, 512)],
    ['of noise', Buffer.concat([file(() => 0xfffffffe).subarray(0, 512), randomBytes(50_000)])],
  ];
};

/** More than eighty mails that want to do harm or are broken, made anew each time. */
export const hostileMails = (): HostileInput[] => {
  const mails: Named[] = [
    ...structures(),
    ...fields(),
    ...contents(),
    ...calendars(),
    ...sealed(),
    ...outlookFiles().map(
      ([name, bytes]): Named => [`attached .msg ${name}`, mixed(attached('a.msg', bytes))],
    ),
  ];
  return [
    ...mails.map(([name, mail]) => ({
      name: `${name}.eml`,
      mediaType: 'message/rfc822',
      bytes: typeof mail === 'string' ? Buffer.from(mail, 'latin1') : mail,
    })),
    ...outlookFiles().map(([name, bytes]) => ({
      name: `Outlook ${name}.msg`,
      mediaType: 'application/vnd.ms-outlook',
      bytes,
    })),
  ];
};
