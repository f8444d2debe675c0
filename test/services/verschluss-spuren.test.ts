import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '#demo/client.js';
import { filesWith, tablesWith } from '#test/support/leak-search.js';
import { openMailClient } from '#test/support/lmtp-client.js';
import { type SealedWorld, startSealedWorld } from '#test/support/sealed-world.js';
import { eventually } from '#test/support/served.js';

/*
 * The test of sealed mail: words are planted in letters that stay closed, by every way in, and then looked for in all
 * tables, all files, the write-ahead log, the log of the program and the search.
 */

let world: SealedWorld;
let mailroom: Client;
let reader: Client;

beforeAll(async () => {
  world = await startSealedWorld();
  mailroom = await world.signedIn(world.city.logins.poststelle);
  reader = await world.signedIn(world.city.logins.everything);
}, 120_000);
afterAll(() => world?.stop());

/** A word that is nowhere else on this machine. */
const aWord = (): string => `Geheimwort${randomBytes(8).toString('hex')}`;

const letter = (word: string): Buffer =>
  Buffer.from(
    [
      `From: ${word}-absender@example.org`,
      'To: stadt@example.org',
      `Subject: ${word} im Betreff`,
      `Message-ID: <${word}@example.org>`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      `Sehr geehrte Damen und Herren, ${word} steht hier. `.repeat(2_000),
      '',
    ].join('\r\n'),
  );

const envelope = (facts: object): string => encodeURIComponent(JSON.stringify(facts));

const upload = (word: string, facts: object | undefined) => {
  const boundary = 'grenze-des-formulars';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="dateien"; filename="${word}.eml"\r\nContent-Type: message/rfc822\r\n\r\n`;
  return mailroom.send('POST', '/api/posteingaenge', {
    body: Buffer.concat([Buffer.from(head), letter(word), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: {
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      ...(facts === undefined ? {} : { 'Poststelle-Umschlag': envelope(facts) }),
    },
  });
};

const tus = { 'Tus-Resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Begins a transfer and sends its first part; the rest follows with `finish`. */
const beginTransfer = async (word: string, facts: object) => {
  const bytes = letter(word);
  const half = 10_007;
  const begun = await mailroom.send('POST', '/api/uebertragungen', {
    headers: {
      ...tus,
      'Upload-Length': String(bytes.length),
      'Upload-Metadata': `filename ${base64(`${word}.eml`)},umschlag ${base64(envelope(facts))}`,
    },
  });
  expect(begun.status).toBe(201);
  const place = String(begun.headers.location);
  const send = (offset: number, part: Buffer) =>
    mailroom.send('PATCH', place, {
      body: part,
      headers: {
        ...tus,
        'Upload-Offset': String(offset),
        'Content-Type': 'application/offset+octet-stream',
      },
    });
  expect((await send(0, bytes.subarray(0, half))).status).toBe(204);
  return { finish: () => send(half, bytes.subarray(half)) };
};

const mail = async (word: string, to: readonly string[]): Promise<void> => {
  const client = await openMailClient(world.lmtpPort);
  const { data } = await client.deliver({ from: 'bote@example.org', to, raw: letter(word) });
  client.close();
  expect(data.map(({ code }) => code)).toEqual(to.map(() => 250));
};

/** Everything that the server of the database has on its disk, with what it has not written yet. */
const databaseFolder = async (): Promise<string> => {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query('checkpoint');
  const { rows } = await client.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  );
  await client.end();
  return rows[0]?.folder ?? '';
};

const places = async (word: string) => ({
  tables: await tablesWith(world.databaseUrl, [word]),
  files: await filesWith([world.dataDir, await databaseFolder()], [Buffer.from(word)]),
  log: world.logged().includes(word),
});

const nowhere = { tables: [], files: [], log: false };

/** How many items there are of a state. */
const sealedItems = async (): Promise<number> => {
  const { body } = await reader.get('/api/posteingaenge?limit=1');
  return (body as { anzahl: { verschlossen: number } }).anzahl.verschlossen;
};

describe('words of mail that stays closed', () => {
  it('are found when the letter is an ordinary one: the search can find', async () => {
    const word = aWord();
    expect((await upload(word, undefined)).status).toBe(202);
    const server = await databaseFolder();
    const found = await eventually(
      () => places(word),
      ({ tables, files }) =>
        tables.length > 2 && files.some((path) => path.startsWith(join(server, 'pg_wal'))),
    );
    expect(found.tables).toContain('public.posteingang');
    expect(found.files.some((path) => path.startsWith(join(server, 'base')))).toBe(true);
    expect(found.files.some((path) => path.startsWith(world.dataDir))).toBe(true);
  }, 180_000);

  it.each([
    ['a personal letter', { vermerk: 'Persönlich', anschrift: 'Herrn Sven Claus\nStadt' }],
    ['one whose class the station names', { klasse: 'vs', inhalt: 'umschlagbild' }],
    ['a bid', { vermerk: 'Angebot zur Vergabe', absender: 'Bau GmbH' }],
  ])(
    'are nowhere after the upload of %s',
    async (_what, facts) => {
      const word = aWord();
      const before = await sealedItems();
      const answer = await upload(word, facts);
      expect(answer.status).toBe(202);
      expect(await sealedItems()).toBe(before + 1);
      await pause(1_000);
      expect(await places(word)).toEqual(nowhere);
      const search = await reader.get(`/api/suche?q=${word}`);
      expect(JSON.stringify((search.body as { anzahl: unknown }).anzahl)).not.toMatch(/[1-9]/);
    },
    180_000,
  );

  it('are in no part of an upload that is still on its way, and nowhere afterwards', async () => {
    const word = aWord();
    const transfer = await beginTransfer(word, { vermerk: 'Vertraulich' });
    expect(await places(word)).toEqual(nowhere);
    expect((await transfer.finish()).status).toBe(204);
    await pause(1_000);
    expect(await places(word)).toEqual(nowhere);
  }, 180_000);

  it.each(['personalrat@stadt.example', 'vergabe@stadt.example'])(
    'are nowhere after a mail to %s',
    async (address) => {
      const word = aWord();
      await mail(word, [address]);
      await pause(1_000);
      expect(await places(word)).toEqual(nowhere);
    },
    180_000,
  );

  it('are read for the open recipient of the same mail only', async () => {
    const word = aWord();
    const before = await sealedItems();
    await mail(word, ['poststelle@stadt.example', 'personalrat@stadt.example']);
    expect(await sealedItems()).toBe(before + 1);
    const found = await tablesWith(world.databaseUrl, [word]);
    expect(found).not.toContain('public.verschluss');
  }, 180_000);

  it('are nowhere after a file of a sealed station, nor in its folder', async () => {
    const word = aWord();
    await writeFile(join(world.hotfolder, `${word}.eml`), letter(word));
    const accepted = join(world.hotfolder, 'angenommen');
    await eventually(
      async () => (await readdir(accepted, { recursive: true }).catch(() => [])).join(' '),
      (names) => names.includes('Verschlossen 2'),
    );
    await eventually(
      () => readdir(world.hotfolder),
      (names) => !names.some((name) => name.endsWith('.eml')),
    );
    expect(await places(word)).toEqual(nowhere);
  }, 180_000);

  it('make one item however often they come', async () => {
    const word = aWord();
    const facts = { vermerk: 'Persönlich' };
    const first = await upload(word, facts);
    const again = await upload(word, facts);
    expect([first.status, again.status]).toEqual([202, 200]);
    await mail(word, ['personalrat@stadt.example']);
    const before = await sealedItems();
    await mail(word, ['personalrat@stadt.example']);
    expect(await sealedItems()).toBe(before);
    expect(await places(word)).toEqual(nowhere);
  }, 180_000);
});
