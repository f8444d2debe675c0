import { createRandom, type Random } from '#sample/index.js';
import type { MailKind } from '#understanding/index.js';

/** A mail of the set with what is true about it. */
export interface SampleMessage {
  /** The sentence pattern or mail server that it imitates. */
  shape: string;
  kind: MailKind;
  /** Addresses whose mail has failed or is late. */
  failed: readonly string[];
  eml: Buffer;
}

/** What a shape is written from; all of it is invented. */
export interface Facts {
  random: Random;
  /** Who had sent the mail that is reported on; the report goes to this address. */
  us: string;
  /** Message-ID of that mail. */
  messageId: string;
  subject: string;
  /** Who should have received it. */
  to: string;
  person: string;
  /** Domain of the recipient, host of the reporting server. */
  domain: string;
  host: string;
}

export interface Part {
  type: string;
  text: string;
  fileName?: string;
}

export interface Written {
  headers: readonly (readonly [string, string])[];
  /** Of a mail with parts; a mail with `text` alone has none. */
  rootType?: string;
  parts?: readonly Part[];
  text?: string;
  kind?: MailKind;
  failed?: readonly string[];
}

export type Shape = readonly [name: string, write: (facts: Facts) => Written];

const givenNames = [
  'Anna',
  'Jörg',
  'Birgit',
  'Mehmet',
  'Ilka',
  'Günter',
  'Sören',
  'Kathrin',
  'Uwe',
];
const familyNames = [
  'Kühn',
  'Vogel',
  'Yılmaz',
  'Großmann',
  'Lindner',
  'Petzold',
  'Sauer',
  'Böttcher',
];
const domains = [
  'webpost.example',
  'freimail.example',
  'kanzlei-vogel.example',
  'sportverein-lohwerda.example',
  'telepost.example',
  'bauhof-sued.example',
  'mailbox.uni-lohwerda.example',
  'gewerbe-nord.example',
];
const subjects = [
  'Ihr Schreiben vom 3. März',
  'Bescheid über Abfallgebühren',
  'Anforderung von Unterlagen',
  'Termin am 14. Mai',
  'Antwort auf Ihre Anfrage',
  'Einladung zur Bürgerversammlung',
];
const folded: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i' };

const asciiOf = (name: string): string =>
  name.toLowerCase().replace(/[äöüßı]/g, (letter) => folded[letter] ?? '');

export const factsOf = (seed: string): Facts => {
  const random = createRandom(seed);
  const [given, family] = [random.pick(givenNames), random.pick(familyNames)];
  const domain = random.pick(domains);
  return {
    random,
    us: random.pick(['poststelle@stadt-lohwerda.example', 'bauamt@stadt-lohwerda.example']),
    messageId: `<brief.${random.int(10_000, 99_999)}@stadt-lohwerda.example>`,
    subject: random.pick(subjects),
    to: `${asciiOf(given)}.${asciiOf(family)}${random.chance(0.3) ? random.int(1, 99) : ''}@${domain}`,
    person: `${given} ${family}`,
    domain,
    host: `${random.pick(['mx1', 'smtp-out', 'mailin07', 'relay'])}.${domain}`,
  };
};

const encodedWord = (value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;

const headerLine = ([name, value]: readonly [string, string]): string => {
  const mailbox = /^"?([^"<]*)"? (<[^>]*>)$/.exec(value);
  return mailbox === null || !/from|to/i.test(name)
    ? `${name}: ${/content-type|list-|received/i.test(name) ? value : encodedWord(value)}`
    : `${name}: ${encodedWord(mailbox[1] ?? '')} ${mailbox[2]}`;
};

const partOf = (boundary: string, { type, text, fileName }: Part): string => {
  const charset = type.startsWith('text/') && !type.includes('charset') ? '; charset=utf-8' : '';
  const name =
    fileName === undefined ? [] : [`Content-Disposition: attachment; filename="${fileName}"`];
  const head = [`--${boundary}`, `Content-Type: ${type}${charset}`, ...name];
  return [...head, 'Content-Transfer-Encoding: 8bit', '', text, ''].join('\n');
};

/** The bytes of a mail; texts go out as UTF-8 in 8 bits. */
export const emlOf = (written: Written, random: Random): Buffer => {
  const boundary = `grenze-${random.int(100_000, 999_999)}`;
  const body =
    written.parts === undefined
      ? (written.text ?? '')
      : `${written.parts.map((part) => partOf(boundary, part)).join('')}--${boundary}--\n`;
  const type =
    written.parts === undefined
      ? [
          ['Content-Type', 'text/plain; charset=utf-8'],
          ['Content-Transfer-Encoding', '8bit'],
        ]
      : [['Content-Type', `${written.rootType ?? 'multipart/mixed'}; boundary="${boundary}"`]];
  const all = [
    ...written.headers,
    ['Date', `Tue, ${random.int(10, 28)} Oct 2026 0${random.int(1, 9)}:14:07 +0200`],
    ['MIME-Version', '1.0'],
    ...type,
  ] as [string, string][];
  return Buffer.from(`${all.map(headerLine).join('\n')}\n\n${body}`.replaceAll('\n', '\r\n'));
};

/** The mail that went out, as servers give it back: its head, or all of it. */
export const returned = ({ us, to, subject, messageId }: Facts): string =>
  [
    `Return-Path: <${us}>`,
    `From: Stadt Lohwerda <${us}>`,
    `To: ${to}`,
    `Subject: ${encodedWord(subject)}`,
    `Message-ID: ${messageId}`,
    'Date: Mon, 19 Oct 2026 10:02:11 +0200',
    'Content-Type: text/plain; charset=utf-8',
  ].join('\n');

/** Writes `each` mails of each shape; equal seeds give equal bytes. */
export const writeSet = (
  shapes: readonly Shape[],
  { seed, each, kind }: { seed: string; each: number; kind: MailKind },
): SampleMessage[] =>
  shapes.flatMap(([shape, write]) =>
    Array.from({ length: each }, (_, index) => {
      const facts = factsOf(`${seed}:${shape}:${index}`);
      const written = write(facts);
      return {
        shape,
        kind: written.kind ?? kind,
        failed: written.failed ?? [],
        eml: emlOf(written, facts.random),
      };
    }),
  );
