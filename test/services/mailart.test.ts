import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '#demo/client.js';
import { createClient } from '#demo/client.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { lane, startItem } from '#pipeline/store.js';
import { createBriefcodes } from '#postausgang/briefcode.js';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { aPostausgang } from '#test/support/builders.js';
import { crooked, scannedPdf, scanOf } from '#test/support/documents.js';
import { type Relay, startRelay } from '#test/support/relay.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';
import { codePng } from '#tools/code-writer.js';
import type { GreyImage } from '#tools/image/grey-image.js';

let relay: Relay;
let served: Served;
let clerk: Client;

beforeAll(async () => {
  relay = await startRelay();
  served = await startServed([
    `--outbound.smtpUrl=${relay.url}`,
    '--outbound.messageIdDomain=stadt.example',
    '--outbound.mailFrom=post@stadt.example',
  ]);
  clerk = createClient(served.running.url);
  await clerk.signIn(served.city.logins.clerk, cityPassword);
}, 120_000);
afterAll(async () => {
  clerk.close();
  await served.stop();
  await relay.close();
});

const citizen = 'jens.hartwig@buerger.example';
const db = () => served.running.app.db;

/** A letter that has left by e-mail, with the Message-ID under which the relay took it. */
const aSentLetter = async (): Promise<{ id: string; messageId: string }> => {
  const author = await asSystem(db(), (tx) =>
    firstRow<{ id: string }>(
      tx,
      sql`select id from person where login = ${served.city.logins.clerk}`,
    ),
  );
  const empfaenger = {
    name: 'Jens Hartwig',
    zusatz: '',
    strasse: 'Gartenstraße 4',
    plz: '05110',
    ort: 'Lohwerda',
    land: '',
    email: citizen,
  };
  const id = await aPostausgang(db(), {
    vorgangId: served.city.vorgang.id,
    authorId: author?.id ?? '',
    empfaenger,
  });
  await asSystem(db(), async (tx) => {
    await rows(
      tx,
      sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = 'email', briefdatum = '2026-11-23' where id = ${id}`,
    );
    await startItem(tx, { id, pipeline: 'postausgang', lane: lane.interactive, fairnessKey: '' });
  });
  const letter = await eventually(
    () => letterOf(id),
    ({ zustand, dokumentId }) => zustand === 'sent' && dokumentId !== null,
  );
  return { id, messageId: letter.messageId ?? '' };
};

const letterOf = async (id: string): Promise<PostausgangDetail> =>
  (await clerk.get(`/api/postausgaenge/${id}`)).body as PostausgangDetail;

/** Hands in a mail and waits until it is filed or in Clearing. */
const receive = async (lines: readonly string[]): Promise<PosteingangZeile> => {
  const answer = await served.mailroom.upload([
    { name: 'mail.eml', mediaType: 'message/rfc822', bytes: Buffer.from(lines.join('\r\n')) },
  ]);
  const [one] = (answer.body as { ergebnisse: { id: string }[] }).ergebnisse;
  return eventually(
    async () =>
      (await served.mailroom.get(`/api/posteingaenge/${one?.id}/zeile`)).body as PosteingangZeile,
    ({ zustand }) => zustand === 'zugeordnet' || zustand === 'clearing',
  );
};

interface Entry {
  posteingangId: string;
  mailart: { art: string };
}

/** The clerk's Postkorb as soon as the item is in it; filing comes a stage before. */
const postkorbWith = (id: string): Promise<Entry[]> =>
  eventually(
    async () => ((await clerk.get('/api/postkorb')).body as { eintraege: Entry[] }).eintraege,
    (entries) => entries.some(({ posteingangId }) => posteingangId === id),
  );

const bounceOf = (messageId: string, late = false): string[] => [
  'Return-Path: <>',
  'From: Mail Delivery System <MAILER-DAEMON@mx.buerger.example>',
  'To: post@stadt.example',
  `Subject: ${late ? 'Delayed Mail (still being retried)' : 'Undelivered Mail Returned to Sender'}`,
  `Message-ID: <${Math.random()}@mx.buerger.example>`,
  'Content-Type: multipart/report; report-type=delivery-status; boundary=grenze',
  'MIME-Version: 1.0',
  '',
  '--grenze',
  'Content-Type: text/plain; charset=us-ascii',
  '',
  'This is the mail system at host mx.buerger.example.',
  '--grenze',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.buerger.example',
  '',
  `Final-Recipient: rfc822; ${citizen}`,
  `Action: ${late ? 'delayed' : 'failed'}`,
  `Status: ${late ? '4.4.1' : '5.1.1'}`,
  'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
  '--grenze',
  'Content-Type: text/rfc822-headers',
  '',
  'From: post@stadt.example',
  `Message-ID: ${messageId}`,
  'Subject: Ihre Stellungnahme',
  '',
  '--grenze--',
  '',
];

const answerTo = (messageId: string, from: string): string[] => [
  `From: Jens Hartwig <${from}>`,
  'To: post@stadt.example',
  'Subject: AW: Danke',
  `Message-ID: <${Math.random()}@buerger.example>`,
  `In-Reply-To: ${messageId}`,
  `References: ${messageId}`,
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Guten Tag, vielen Dank. Ich habe dazu keine weiteren Fragen.',
  '',
];

describe('a bounce that carries our signed Message-ID', () => {
  it('goes to the Vorgang of the letter and tells the letter what became of it', {
    timeout: 120_000,
  }, async () => {
    const letter = await aSentLetter();
    const late = await receive(bounceOf(letter.messageId, true));
    expect(late).toMatchObject({ zustand: 'zugeordnet', mailart: { art: 'verzoegert' } });
    expect((await letterOf(letter.id)).rueckmeldung).toMatchObject({ art: 'verzoegert' });
    const line = await receive(bounceOf(letter.messageId));
    expect(line).toMatchObject({
      zustand: 'zugeordnet',
      geschaeftszeichen: served.city.vorgang.geschaeftszeichen,
      mailart: { art: 'unzustellbar' },
    });
    const told = await letterOf(letter.id);
    expect(told.rueckmeldung).toMatchObject({
      art: 'unzustellbar',
      posteingangId: line.id,
      empfaenger: citizen,
      status: '5.1.1',
      grund: 'Die Adresse gibt es nicht.',
    });
    expect(told.verlauf.map(({ text }) => text).slice(-2)).toEqual([
      'Zustellung verzögert (Status 4.4.1, Der Mailserver des Empfängers war nicht erreichbar)',
      'unzustellbar (Status 5.1.1, Die Adresse gibt es nicht)',
    ]);
    const entry = (await postkorbWith(line.id)).find(
      ({ posteingangId }) => posteingangId === line.id,
    );
    expect(entry?.mailart.art).toBe('unzustellbar');
  });

  it('proves nothing with a forged signature: it goes to Clearing and the letter stays as it is', {
    timeout: 120_000,
  }, async () => {
    const letter = await aSentLetter();
    const forged = letter.messageId.replace(/\.[0-9a-f]{20}@/, '.00000000000000000000@');
    const line = await receive(bounceOf(forged));
    expect(line).toMatchObject({ zustand: 'clearing', mailart: { art: 'unzustellbar' } });
    expect((await letterOf(letter.id)).rueckmeldung).toBeNull();
  });
});

describe('an answer to our letter', () => {
  it('from the address to which the letter went is filed in its Vorgang', {
    timeout: 120_000,
  }, async () => {
    const letter = await aSentLetter();
    const line = await receive(answerTo(letter.messageId, citizen.toUpperCase()));
    expect(line).toMatchObject({
      zustand: 'zugeordnet',
      vorgang: null,
      geschaeftszeichen: served.city.vorgang.geschaeftszeichen,
      mailart: { art: 'gewoehnlich' },
    });
  });

  it('from another address is offered to a person, and one with an unsigned id not even that', {
    timeout: 120_000,
  }, async () => {
    const letter = await aSentLetter();
    const candidates = async (id: string): Promise<string[]> => {
      const { body } = await served.mailroom.get(`/api/posteingaenge/${id}`);
      const { entscheidungen } = body as {
        entscheidungen: { art: string; kandidaten: { gruende: string[] }[] }[];
      };
      return entscheidungen
        .filter(({ art }) => art === 'vorgang')
        .flatMap(({ kandidaten }) => kandidaten.flatMap(({ gruende }) => gruende));
    };
    const other = await receive(answerTo(letter.messageId, 'fremd@anderswo.example'));
    expect(other.zustand).toBe('clearing');
    expect((await candidates(other.id)).join()).toContain('von einer anderen Adresse');
    const unsigned = await receive(answerTo(`<${letter.id}@stadt.example>`, citizen));
    expect(unsigned.zustand).toBe('clearing');
    expect((await candidates(unsigned.id)).join()).not.toContain('unser Schreiben');
  });
});

describe('newsletters and suspected spam', () => {
  it('are marked, kept, and stand last in the Postkorb of their unit', {
    timeout: 120_000,
  }, async () => {
    const zeichen = served.city.vorgang.geschaeftszeichen;
    const mail = (subject: string, fields: readonly string[]): string[] => [
      'From: Renate Hofmann <info@verband.example>',
      'To: post@stadt.example',
      `Subject: ${subject}`,
      ...fields,
      'Content-Type: text/plain; charset=utf-8',
      '',
      `Ihr Zeichen: ${zeichen}`,
      '',
      'Sehr geehrte Damen und Herren,',
      'anbei eine Nachricht zum Bußgeldverfahren.',
      'Renate Hofmann, Lindenweg 4, 09999 Musterstadt',
      '',
    ];
    const ordinary = await receive(mail('Nachricht', []));
    const bulk = await receive(
      mail('Rundbrief', ['List-Unsubscribe: <mailto:ab@verband.example>']),
    );
    const spam = await receive(mail('Angebot', ['X-Spam-Flag: YES']));
    expect([ordinary, bulk, spam].map(({ zustand }) => zustand)).toEqual(
      Array.from({ length: 3 }, () => 'zugeordnet'),
    );
    for (const { id } of [ordinary, bulk]) await postkorbWith(id);
    const eintraege = await postkorbWith(spam.id);
    const place = (id: string): number =>
      eintraege.findIndex(({ posteingangId }) => posteingangId === id);
    expect(place(ordinary.id)).toBeGreaterThanOrEqual(0);
    expect(place(bulk.id)).toBeGreaterThan(place(ordinary.id));
    expect(eintraege.slice(-2).map(({ mailart }) => mailart.art)).toEqual([
      'spamverdacht',
      'newsletter',
    ]);
  });
});

describe('a sheet of our letter that comes back on paper', () => {
  const dpi = 200;

  /** The first page as scanned, turned and askew; the block with our Geschäftszeichen is lost, and the code where wanted. */
  const sheetOf = async (id: string, { code }: { code: boolean }): Promise<GreyImage> => {
    const { bytes } = await clerk.get(`/api/postausgaenge/${id}/datei`);
    const { width, height, data: seen } = await scanOf(bytes, dpi);
    const data = seen.map((value, at) => {
      const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
      return (x > 0.5 && y < 0.3) || (!code && x < 0.11) ? 255 : value;
    });
    return crooked({ width, height, data }, 181.5);
  };

  const scanned = async (image: GreyImage): Promise<PosteingangZeile> => {
    const bytes = await scannedPdf([image], dpi);
    const file = { name: 'antwort.pdf', mediaType: 'application/pdf', bytes };
    const answer = await served.mailroom.upload([file]);
    const [one] = (answer.body as { ergebnisse: { id: string }[] }).ergebnisse;
    return eventually(
      async () =>
        (await served.mailroom.get(`/api/posteingaenge/${one?.id}/zeile`)).body as PosteingangZeile,
      ({ zustand }) => zustand === 'zugeordnet' || zustand === 'clearing',
    );
  };

  it('finds its Vorgang by the code in its margin, also upside down and askew', {
    timeout: 240_000,
  }, async () => {
    const letter = await aSentLetter();
    const line = await scanned(await sheetOf(letter.id, { code: true }));
    const { geschaeftszeichen } = served.city.vorgang;
    expect(line).toMatchObject({ zustand: 'zugeordnet', geschaeftszeichen });
    const without = await scanned(await sheetOf(letter.id, { code: false }));
    expect(without.zustand).toBe('clearing');
  });

  it('waits for a person when the code is not signed by us', { timeout: 120_000 }, async () => {
    const letter = await aSentLetter();
    const forged = createBriefcodes(Buffer.from('fremd')).of(letter.id);
    const { data, info } = await sharp(await codePng('datamatrix', forged))
      .resize({ width: 200 })
      .extend({ top: 1_000, bottom: 1_100, left: 400, right: 1_000, background: '#fff' })
      .flatten({ background: '#fff' })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const image = { width: info.width, height: info.height, data: new Uint8Array(data) };
    expect((await scanned(image)).zustand).toBe('clearing');
  });
});
