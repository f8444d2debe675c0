import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { type Client, createClient } from '#demo/client.js';
import { createClamd } from '#infrastructure/clamd.js';
import { firstRow } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { eicar, infectedMail, startClamd } from '#test/support/clamd.js';
import { letterPdf } from '#test/support/documents.js';
import { needsProgram } from '#test/support/needs.js';
import { freePort } from '#test/support/redis.js';
import { aSmallCity, cityPassword } from '#test/support/small-city.js';
import { startWholeProgram, type WholeProgram } from '#test/support/whole-program.js';

const testMs = 180_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
}, testMs);

const clamdProgram = (context: TestContext): string =>
  needsProgram(context, 'clamd', 'clamav-daemon');

const ownClamd = async (context: TestContext, options: Parameters<typeof startClamd>[1] = {}) => {
  const clamd = await startClamd(clamdProgram(context), options);
  closing.push(clamd.stop);
  return clamd;
};

interface Stand {
  id: string;
  zustand: string;
  virenpruefung: string;
  befund: string | null;
  hinweis: string | null;
  clearing: string | null;
  teile: number;
}

/** The program with a mailroom, and somebody who may do everything in it. */
const startMailroom = async (flags: readonly string[]) => {
  const program = await startWholeProgram([...flags, '--pipeline.retrySeconds=1']);
  closing.push(program.stop);
  const city = await aSmallCity(program.db);
  const client = createClient(program.url);
  closing.push(() => Promise.resolve(client.close()));
  await client.signIn(city.logins.everything, cityPassword);
  return { program, city, client };
};

const standOf = async (program: WholeProgram, id: string): Promise<Stand> => {
  const found = await asSystem(program.db, (tx) =>
    firstRow(
      tx,
      sql<Stand>`select p.id, p.zustand, p.virenpruefung, p.virenbefund as befund, p.virenhinweis as hinweis,
          w.clearing_code as clearing, (select count(*)::int from bestandteil b where b.posteingang_id = p.id) as teile
        from posteingang p join work_item w on w.id = p.id where p.id = ${id}`,
    ),
  );
  if (found === undefined) throw new Error('there is no such item');
  return found;
};

/** Waits until an item has reached a person; fails loudly instead of waiting for ever. */
const settled = async (
  program: WholeProgram,
  id: string,
  wanted: (stand: Stand) => boolean = ({ zustand }) => zustand !== 'in_bearbeitung',
): Promise<Stand> => {
  for (let look = 0; look < 600; look += 1) {
    const stand = await standOf(program, id);
    if (wanted(stand)) return stand;
    await pause(200);
  }
  throw new Error(`the item did not get there: ${JSON.stringify(await standOf(program, id))}`);
};

const upload = async (client: Client, name: string, mediaType: string, bytes: Buffer) => {
  const answer = await client.upload([{ name, mediaType, bytes }]);
  const { ergebnisse } = answer.body as { ergebnisse: { id: string }[] };
  const id = ergebnisse[0]?.id;
  if (id === undefined) throw new Error(`the upload failed with status ${answer.status}`);
  return id;
};

describe('the client of clamd', () => {
  it(
    'tells a find from a clean file and from one that is too large',
    async (context) => {
      const { address } = await ownClamd(context, { streamMaxKilobytes: 200 });
      const clamd = createClamd({ address, timeoutMs: 20_000 });
      expect(await clamd.scan(Readable.from([Buffer.from('Guten Tag')]))).toEqual({
        outcome: 'clean',
      });
      const found = await clamd.scan(Readable.from([eicar.subarray(0, 20), eicar.subarray(20)]));
      expect(found).toMatchObject({ outcome: 'found' });
      const large = Array.from({ length: 80 }, () => Buffer.alloc(64_000));
      expect(await clamd.scan(Readable.from(large))).toEqual({ outcome: 'refused' });
    },
    testMs,
  );

  it(
    'says that clamd is away, and does not wait for ever for a silent one',
    async (context) => {
      clamdProgram(context);
      const nobody = createClamd({ address: `127.0.0.1:${await freePort()}`, timeoutMs: 5_000 });
      await expect(nobody.scan(Readable.from([eicar]))).rejects.toMatchObject({
        code: 'clamd-down',
      });
      const { createServer } = await import('node:net');
      const silent = createServer(() => undefined).listen(0, '127.0.0.1');
      closing.push(() => new Promise((resolve) => silent.close(() => resolve())));
      const place = silent.address();
      const port = typeof place === 'object' && place !== null ? place.port : 0;
      const waiting = createClamd({ address: `127.0.0.1:${port}`, timeoutMs: 300 });
      await expect(waiting.scan(Readable.from([eicar]))).rejects.toMatchObject({
        code: 'clamd-down',
      });
    },
    testMs,
  );
});

describe('an item that comes in', () => {
  it(
    'goes to quarantine unopened when something is found, and a letter passes',
    async (context) => {
      const { address } = await ownClamd(context);
      const { program, city, client } = await startMailroom([`--virus.clamd=${address}`]);
      const mail = await upload(client, 'rechnung.eml', 'message/rfc822', infectedMail());
      const letter = await upload(client, 'brief.pdf', 'application/pdf', await letterPdf());

      expect(await settled(program, mail)).toMatchObject({
        ...{ zustand: 'clearing', virenpruefung: 'befund', clearing: 'virus-befund', teile: 0 },
        befund: expect.stringContaining('EICAR') as string,
      });
      const clean = await settled(program, letter);
      expect(clean).toMatchObject({ virenpruefung: 'ohne_befund', befund: null });
      expect(clean.clearing).not.toBe('virus-befund');

      // Neither the original nor a decision of the Poststelle leads past the quarantine.
      expect((await client.get(`/api/posteingaenge/${mail}/original`)).status).toBe(409);
      const assigned = await client.post(`/api/posteingaenge/${mail}/zuordnung`, {
        organisationseinheitId: city.office.id,
      });
      expect(assigned.status).toBe(409);

      const list = await client.get('/api/quarantaene');
      expect(list.body).toMatchObject({ eingaenge: [{ id: mail, kanal: 'email' }] });
      expect(JSON.stringify(list.body)).not.toContain('extern.example');
      expect((await client.get('/api/betrieb')).body).toMatchObject({ quarantaene: 1 });
    },
    testMs,
  );

  it(
    'is opened after a release, checked again on demand, and never opened when it was refused',
    async (context) => {
      const { address } = await ownClamd(context);
      const { program, client } = await startMailroom([`--virus.clamd=${address}`]);
      const released = await upload(client, 'a.eml', 'message/rfc822', infectedMail());
      const refused = await upload(
        client,
        'b.eml',
        'message/rfc822',
        Buffer.concat([infectedMail(), Buffer.from('\r\n')]),
      );
      await settled(program, released);
      await settled(program, refused);

      expect(
        (await client.post(`/api/quarantaene/${released}`, { entscheidung: 'fehlalarm' })).status,
      ).toBe(422);
      await client.post(`/api/quarantaene/${refused}`, { entscheidung: 'erneut_pruefen' });
      expect(await settled(program, refused)).toMatchObject({ clearing: 'virus-befund' });

      const grund = 'Testdatei der Systembetreuung';
      await client.post(`/api/quarantaene/${released}`, { entscheidung: 'fehlalarm', grund });
      const opened = await settled(
        program,
        released,
        ({ zustand, teile }) => zustand !== 'in_bearbeitung' && teile > 0,
      );
      expect(opened).toMatchObject({ virenpruefung: 'freigegeben' });
      expect((await client.get(`/api/posteingaenge/${released}/original`)).status).toBe(200);

      await client.post(`/api/quarantaene/${refused}`, { entscheidung: 'abweisen', grund });
      expect(await standOf(program, refused)).toMatchObject({ zustand: 'abgewiesen', teile: 0 });
      const { body } = await client.get('/api/betrieb');
      expect(body).toMatchObject({ quarantaene: 0, bilanz: { abgewiesen: 1, differenz: 0 } });
    },
    testMs,
  );

  it(
    'waits unopened while clamd is away where nothing may be opened unchecked, and goes on by itself',
    async (context) => {
      const program = clamdProgram(context);
      const port = await freePort();
      const mailroom = await startMailroom([
        `--virus.clamd=127.0.0.1:${port}`,
        '--virus.required=true',
        '--pipeline.maxAttempts=2',
      ]);
      const id = await upload(mailroom.client, 'brief.pdf', 'application/pdf', await letterPdf());
      const waiting = await settled(mailroom.program, id);
      expect(waiting).toMatchObject({
        clearing: 'clamd-down',
        virenpruefung: 'ungeprueft',
        teile: 0,
      });
      expect((await mailroom.client.get(`/api/posteingaenge/${id}/original`)).status).toBe(409);

      const clamd = await startClamd(program, { port });
      closing.push(clamd.stop);
      const checked = await settled(
        mailroom.program,
        id,
        ({ zustand, teile }) => zustand !== 'in_bearbeitung' && teile > 0,
      );
      expect(checked.virenpruefung).toBe('ohne_befund');
      expect((await mailroom.client.get(`/api/posteingaenge/${id}/original`)).status).toBe(200);
    },
    testMs,
  );

  it(
    'passes unchecked and says so while clamd is away, unless more is asked for',
    async (context) => {
      clamdProgram(context);
      const { program, client } = await startMailroom([
        `--virus.clamd=127.0.0.1:${await freePort()}`,
      ]);
      const id = await upload(client, 'brief.pdf', 'application/pdf', await letterPdf());
      const stand = await settled(program, id);
      expect(stand).toMatchObject({ virenpruefung: 'ungeprueft' });
      expect(stand.hinweis).toContain('antwortete nicht');
      expect(stand.teile).toBe(1);
    },
    testMs,
  );
});
