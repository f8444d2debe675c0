import { createHash } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '#demo/client.js';
import { systemClock } from '#infrastructure/clock.js';
import { sweepTransfers } from '#posteingang/index.js';
import { EmpfangsErgebnis } from '#posteingang/posteingang.schema.js';
import { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { letterPdf } from '#test/support/documents.js';
import { testConfig } from '#test/support/own-app.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

let world: Served;

beforeAll(async () => {
  world = await startServed(['--intake.maxFileMegabytes=3']);
});
afterAll(() => world?.stop());

const tus = { 'Tus-Resumable': '1.0.0' };
const encoded = (text: string): string => Buffer.from(text).toString('base64');

const begin = (length: number, metadata: Record<string, string> = {}) =>
  world.mailroom.send('POST', '/api/uebertragungen', {
    headers: {
      ...tus,
      'Upload-Length': String(length),
      'Upload-Metadata': Object.entries({ filename: 'Größter Stapel.pdf', ...metadata })
        .map(([name, value]) => `${name} ${encoded(value)}`)
        .join(','),
    },
  });

const beginAt = async (length: number, metadata: Record<string, string> = {}): Promise<string> => {
  const answer = await begin(length, metadata);
  expect(answer.status).toBe(201);
  return String(answer.headers.location);
};

const send = (place: string, offset: number, bytes: Buffer, headers: Record<string, string> = {}) =>
  world.mailroom.send('PATCH', place, {
    body: bytes,
    headers: {
      ...tus,
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
      ...headers,
    },
  });

const offsetOf = async (place: string): Promise<number> => {
  const answer = await world.mailroom.send('HEAD', place, { headers: tus });
  expect(answer.status).toBe(200);
  return Number(answer.headers['upload-offset']);
};

const outcome = async (place: string): Promise<EmpfangsErgebnis> =>
  EmpfangsErgebnis.parse((await world.mailroom.get(place)).body);

let letters = 0;
const letter = (): Promise<Buffer> => {
  letters += 1;
  return letterPdf([[`Schreiben Nummer ${letters}`, 'Sehr geehrte Damen und Herren,']]);
};

/** Sends the beginning of a part over a connection that then breaks. */
const breakOff = (place: string, pdf: Buffer, cookie: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(world.running.url);
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `PATCH ${place} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${world.running.url}\r\nCookie: ${cookie}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${pdf.length}\r\n\r\n`,
      );
      socket.write(pdf.subarray(0, 300), () => setTimeout(() => socket.destroy(), 200));
    });
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });

describe('a resumable upload', () => {
  it('is accepted with the last byte, with its name and number, and not before', async () => {
    const pdf = await letter();
    const place = await beginAt(pdf.length);
    const first = await send(place, 0, pdf.subarray(0, 400));
    expect(first).toMatchObject({ status: 204, headers: { 'upload-offset': '400' } });
    expect((await world.mailroom.get(place)).status).toBe(404);
    const last = await send(place, 400, pdf.subarray(400));
    expect(last.headers['poststelle-eingangsnummer']).toMatch(/^\d{4}-\d{6}$/);
    expect(await outcome(place)).toMatchObject({
      outcome: 'accepted',
      dateiname: 'Größter Stapel.pdf',
      eingangsnummer: last.headers['poststelle-eingangsnummer'],
    });
  });

  it('goes on where the connection broke', async () => {
    const pdf = await letter();
    const place = await beginAt(pdf.length);
    const signedIn = await world.mailroom.post('/api/anmeldung', {
      login: world.city.logins.poststelle,
      password: cityPassword,
    });
    const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    await breakOff(place, pdf, cookie);
    const offset = await eventually(
      () => offsetOf(place),
      (reached) => reached > 0,
    );
    expect(offset).toBeLessThan(pdf.length);
    await send(place, offset, pdf.subarray(offset));
    expect((await outcome(place)).outcome).toBe('accepted');
  });

  it('tells a sender that lost the answer of the last byte what became of the file', async () => {
    const pdf = await letter();
    const place = await beginAt(pdf.length);
    await send(place, 0, pdf);
    expect(await offsetOf(place)).toBe(pdf.length);
    expect((await send(place, pdf.length, Buffer.alloc(0))).status).toBe(204);
    expect((await outcome(place)).outcome).toBe('accepted');
  });

  it('refuses bytes that do not begin where the file ends, and bytes with another checksum', async () => {
    const pdf = await letter();
    const place = await beginAt(pdf.length);
    expect((await send(place, 5, pdf.subarray(5))).status).toBe(409);
    const wrong = { 'Upload-Checksum': `sha256 ${encoded('falsch')}` };
    expect((await send(place, 0, pdf, wrong)).status).toBe(460);
    expect(await offsetOf(place)).toBe(0);
    const right = createHash('sha1').update(pdf).digest('base64');
    expect((await send(place, 0, pdf, { 'Upload-Checksum': `sha1 ${right}` })).status).toBe(204);
  });

  it('answers a duplicate, a wrong type and a size beyond the limit as the other way of uploading does', async () => {
    const pdf = await letter();
    await send(await beginAt(pdf.length), 0, pdf);
    const again = await beginAt(pdf.length);
    await send(again, 0, pdf);
    expect((await outcome(again)).outcome).toBe('duplicate');
    const bogus = Buffer.from('kein Dokument');
    const place = await beginAt(bogus.length);
    expect(await send(place, 0, bogus)).toMatchObject({
      status: 422,
      body: { code: 'file-type-unknown' },
    });
    expect((await outcome(place)).outcome).toBe('rejected');
    expect(await begin(4_000_000)).toMatchObject({
      status: 413,
      body: { code: 'file-too-large' },
    });
  });

  it('belongs to who began it, and names its version', async () => {
    const pdf = await letter();
    const place = await beginAt(pdf.length);
    const other = createClient(world.running.url);
    await other.signIn(world.city.logins.everything, cityPassword);
    expect((await other.send('HEAD', place, { headers: tus })).status).toBe(404);
    other.close();
    expect((await world.mailroom.send('HEAD', place)).status).toBe(412);
    const able = await world.mailroom.send('OPTIONS', '/api/uebertragungen');
    expect(able.headers).toMatchObject({ 'tus-version': '1.0.0', 'tus-max-size': '3000000' });
    expect((await world.mailroom.send('DELETE', place, { headers: tus })).status).toBe(204);
    expect((await world.mailroom.send('HEAD', place, { headers: tus })).status).toBe(404);
  });

  it('falls into the Stapel that its metadata names', async () => {
    const stapel = StapelZeile.parse(
      (await world.mailroom.post('/api/stapel', { station: 'Scanner 9', erwarteteBlaetter: 1 }))
        .body,
    );
    const pdf = await letter();
    const place = await beginAt(pdf.length, { stapel: stapel.id });
    await send(place, 0, pdf);
    await eventually(
      async () =>
        StapelZeile.parse((await world.mailroom.get(`/api/stapel/${stapel.id}`)).body).abgleich
          .ergebnis,
      (ergebnis) => ergebnis === 'stimmt',
    );
  });

  it('is swept when nothing was heard of it for a day', async () => {
    const pdf = await letter();
    const place = await beginAt(pdf.length);
    const fresh = await beginAt(pdf.length);
    const folder = join(world.dataDir, 'uebertragungen');
    const id = place.split('/').at(-1) ?? '';
    const old = new Date(systemClock.now().getTime() - 25 * 3_600_000);
    for (const name of await readdir(folder))
      if (name.startsWith(id)) await utimes(join(folder, name), old, old);
    await sweepTransfers({
      config: testConfig({ dataDir: world.dataDir }),
      clock: systemClock,
    });
    expect((await world.mailroom.send('HEAD', place, { headers: tus })).status).toBe(404);
    expect(await offsetOf(fresh)).toBe(0);
  });
});
