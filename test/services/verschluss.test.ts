import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config/load.js';
import type { Client } from '#demo/client.js';
import { checkDatabase } from '#doctor/database.js';
import { systemClock } from '#infrastructure/clock.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { can, type Principal } from '#organisation/index.js';
import { createVerschlussannahme } from '#posteingang/verschluss/annahme.js';
import type { Vergabe } from '#posteingang/verschluss/vergabe.schema.js';
import type { VerschlussZeile } from '#posteingang/verschluss/verschluss.schema.js';
import { type SealedWorld, startSealedWorld } from '#test/support/sealed-world.js';
import { eventually } from '#test/support/served.js';

let world: SealedWorld;
let mailroom: Client;
let clerk: Client;
let head: Client;
let vera: Client;
let willi: Client;

beforeAll(async () => {
  world = await startSealedWorld();
  const { logins } = world.city;
  mailroom = await world.signedIn(logins.poststelle);
  clerk = await world.signedIn(logins.clerk);
  head = await world.signedIn(logins.head);
  vera = await world.signedIn('v.eins');
  willi = await world.signedIn('w.zwei');
}, 120_000);
afterAll(() => world?.stop());

let made = 0;
const letter = (): Buffer => {
  made += 1;
  return Buffer.from(
    `From: Erika <erika@example.org>\r\nSubject: Brief ${made}\r\nContent-Type: text/plain\r\n\r\nInhalt ${made}\r\n`,
  );
};

/** Hands in a file that stays closed; its id. */
const sealed = async (facts: object, bytes = letter()): Promise<string> => {
  const boundary = 'grenze';
  const answer = await mailroom.send('POST', '/api/posteingaenge', {
    body: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="d"; filename="Brief ${made}.eml"\r\n\r\n`,
      ),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    headers: {
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Poststelle-Umschlag': encodeURIComponent(JSON.stringify(facts)),
    },
  });
  expect(answer.status).toBe(202);
  return (answer.body as { ergebnisse: { id: string }[] }).ergebnisse[0]?.id ?? '';
};

const lineFor = async (who: Client, id: string): Promise<VerschlussZeile | undefined> => {
  const { status, body } = await who.get(`/api/verschluss/${id}`);
  return status === 200 ? (body as VerschlussZeile) : undefined;
};
const statusOf = async (who: Client, path: string, body?: unknown): Promise<number> =>
  (await who.post(path, body)).status;

const toClerk = { vermerk: 'Persönlich', anschrift: 'Herrn Sven Claus\nStadt Musterstadt' };

describe('a letter to a person', () => {
  it('has its number and line, which shows the envelope to the Poststelle and the person only', async () => {
    const id = await sealed({ ...toClerk, absender: 'Erika Muster' });
    const line = await lineFor(clerk, id);
    expect(line).toMatchObject({
      klasse: 'persoenlich',
      stand: 'verschlossen',
      eingangsnummer: expect.stringMatching(/^\d{4}-\d{6}$/),
      empfaenger: { name: 'Sven Claus' },
      umschlag: { absender: 'Erika Muster', anschrift: toClerk.anschrift },
      darf: { oeffnen: true, freigeben: false, zuweisen: false },
    });
    expect((await lineFor(mailroom, id))?.darf).toEqual({
      oeffnen: false,
      freigeben: false,
      uebergeben: true,
      zuweisen: true,
    });
    expect(await lineFor(head, id)).toBeUndefined();
    expect(await lineFor(vera, id)).toBeUndefined();
    const { body } = await mailroom.get(`/api/posteingaenge/${id}/zeile`);
    expect(body).toMatchObject({ zustand: 'verschlossen', absender: null, betreff: null });
    expect((await mailroom.get(`/api/posteingaenge/${id}`)).status).toBe(404);
    expect((await mailroom.get(`/api/posteingaenge/${id}/original`)).status).toBe(404);
  });

  it('is opened by the person alone, read, and released under its number', async () => {
    const bytes = letter();
    const id = await sealed(toClerk, bytes);
    const path = `/api/verschluss/${id}`;
    expect((await clerk.get(`${path}/inhalt`)).status).toBe(409);
    for (const other of [mailroom, head, vera])
      expect([404, 409]).toContain(await statusOf(other, `${path}/oeffnung`));
    expect(await statusOf(clerk, `${path}/freigabe`)).toBe(409);
    expect(await statusOf(clerk, `${path}/oeffnung`)).toBe(200);
    expect(await statusOf(clerk, `${path}/oeffnung`)).toBe(409);
    const content = await clerk.get(`${path}/inhalt`);
    expect(content.bytes.equals(bytes)).toBe(true);
    expect(content.headers['cache-control']).toBe('no-store');
    for (const other of [mailroom, head])
      expect([404, 409]).toContain((await other.get(`${path}/inhalt`)).status);
    const before = await lineFor(clerk, id);
    expect(await statusOf(clerk, `${path}/freigabe`)).toBe(200);
    const zeile = await eventually(
      async () =>
        (await mailroom.get(`/api/posteingaenge/${id}/zeile`)).body as Record<string, unknown>,
      (line) => line['zustand'] !== 'verschlossen' && line['zustand'] !== 'in_bearbeitung',
    );
    expect(zeile).toMatchObject({ eingangsnummer: before?.eingangsnummer, kanal: 'email' });
    expect(await statusOf(clerk, `${path}/freigabe`)).toBe(409);
    const events = await asSystem(world.running.app.db, (tx) =>
      rows(
        tx,
        sql<{
          action: string;
        }>`select action from audit_event where object_id = ${id} and action like 'verschluss.%' order by seq`,
      ),
    );
    expect(events.map(({ action }) => action)).toEqual([
      'verschluss.geoeffnet',
      'verschluss.inhalt.read',
      'verschluss.freigegeben',
    ]);
  }, 180_000);

  it('is handed over closed with a proof, and stays closed', async () => {
    const id = await sealed(toClerk);
    const path = `/api/verschluss/${id}`;
    expect(await statusOf(mailroom, `${path}/uebergabe`, { nachweis: '' })).toBe(400);
    const nachweis = 'persönlich gegen Unterschrift';
    expect(await statusOf(mailroom, `${path}/uebergabe`, { nachweis })).toBe(200);
    expect(await lineFor(clerk, id)).toMatchObject({ stand: 'uebergeben', nachweis });
    expect(await statusOf(clerk, `${path}/oeffnung`)).toBe(409);
  });

  it('whose name is nobody’s is assigned by the Poststelle without opening it', async () => {
    const id = await sealed({ vermerk: 'persönlich', anschrift: 'Frau Niemand Hier\nStadt' });
    expect(await lineFor(head, id)).toBeUndefined();
    const { body } = await mailroom.get('/api/verschluss/oeffner');
    const people = (body as { personen: { id: string; name: string }[] }).personen;
    const empfaengerId = people.find(({ name }) => name === 'Heike Leitner')?.id;
    expect(await statusOf(clerk, `/api/verschluss/${id}/zuweisung`, { empfaengerId })).toBe(403);
    expect(await statusOf(mailroom, `/api/verschluss/${id}/zuweisung`, { empfaengerId })).toBe(200);
    expect((await lineFor(head, id))?.darf.oeffnen).toBe(true);
  });
});

describe('envelopes', () => {
  it('are registered without any file, each as a letter of its own', async () => {
    const body = { klasse: 'vs', anschrift: 'Geheimschutz' };
    const first = await mailroom.post('/api/verschluss', body);
    const second = await mailroom.post('/api/verschluss', body);
    expect([first.status, second.status]).toEqual([201, 201]);
    const numbers = [first, second].map(
      ({ body: made }) => (made as { eingangsnummer: string }).eingangsnummer,
    );
    expect(new Set(numbers).size).toBe(2);
  });

  it('of what is not scanned take no file, and a picture of one is shown to who holds it', async () => {
    const refused = await mailroom.send('POST', '/api/posteingaenge', {
      body: Buffer.from('--g--\r\n'),
      headers: {
        'Content-Type': 'multipart/form-data; boundary=g',
        'Poststelle-Umschlag': encodeURIComponent(JSON.stringify({ klasse: 'briefwahl' })),
      },
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'wird-nicht-gescannt' });
    const picture = letter();
    const id = await sealed({ klasse: 'vs', inhalt: 'umschlagbild' }, picture);
    const seen = await mailroom.get(`/api/verschluss/${id}/inhalt`);
    expect(seen.bytes.equals(picture)).toBe(true);
  });
});

const instant = (minutes: number): string =>
  new Date(performance.timeOrigin + performance.now() + minutes * 60_000).toISOString();

const aTender = async (kennzeichen: string, minutes: number): Promise<Vergabe> => {
  const { status, body } = await vera.post('/api/vergaben', {
    kennzeichen,
    bezeichnung: 'Neubau der Turnhalle',
    einheitId: world.vergabestelle.id,
    angebotsfrist: instant(minutes),
  });
  expect(status).toBe(201);
  return body as Vergabe;
};

const aBid = (kennzeichen: string, minutes: number, absender: string): Promise<string> =>
  sealed({
    vermerk: `Angebot zur Vergabe ${kennzeichen}`,
    absender,
    eingegangenAt: instant(minutes),
  });

describe('a tender', () => {
  it('is locked until the clock of the database has passed its deadline', async () => {
    const tender = await aTender('V-2026-01', 60);
    const id = await aBid('V-2026-01', -5, 'Bau GmbH');
    expect((await lineFor(vera, id))?.vergabe?.kennzeichen).toBe('V-2026-01');
    expect((await lineFor(mailroom, id))?.umschlag?.absender).toBe('');
    const path = `/api/vergaben/${tender.id}`;
    expect(await statusOf(vera, `${path}/freigabe`)).toBe(409);
    expect(await statusOf(vera, `/api/verschluss/${id}/oeffnung`)).toBe(409);
    expect((await vera.get(`/api/verschluss/${id}/inhalt`)).status).toBe(409);
    expect((await clerk.get(path)).status).toBe(404);
    for (const minutes of [-10, 30])
      expect((await vera.patch(path, { angebotsfrist: instant(minutes) })).status).toBe(422);
    expect((await vera.patch(path, { angebotsfrist: instant(120) })).status).toBe(200);
    const system = (statement: ReturnType<typeof sql>) =>
      asSystem(world.running.app.db, (tx) => rows(tx, statement));
    await expect(
      system(sql`update verschluss set stand = 'geoeffnet' where posteingang_id = ${id}`),
    ).rejects.toThrow('locked');
    await expect(
      system(
        sql`update vergabe set angebotsfrist = now() - interval '1 day' where id = ${tender.id}`,
      ),
    ).rejects.toThrow('only moved later');
    await expect(
      system(
        sql`update verschluss set klasse = 'persoenlich', oeffner = 'empfaenger' where posteingang_id = ${id}`,
      ),
    ).rejects.toThrow('does not change');
  });

  it('is opened by two people with sign-ins of their own; late bids stay closed and are marked', async () => {
    const tender = await aTender('V-2026-02', -10);
    const bytes = letter();
    const inTime = await sealed(
      {
        vermerk: 'Angebot zur Vergabe V-2026-02',
        absender: 'Bau GmbH',
        eingegangenAt: instant(-30),
      },
      bytes,
    );
    const late = await aBid('V-2026-02', -5, 'Zu Spät KG');
    const path = `/api/vergaben/${tender.id}/freigabe`;
    expect(await statusOf(mailroom, path)).toBe(403);
    expect([403, 404]).toContain(await statusOf(clerk, path));
    expect((await vera.post(path)).body).toMatchObject({ geoeffnetAt: null });
    expect((await vera.post(path)).body).toMatchObject({ code: 'zweite-person-noetig' });
    expect((await vera.get(`/api/verschluss/${inTime}/inhalt`)).status).toBe(409);
    const opened = (await willi.post(path)).body as Vergabe;
    expect(opened.protokoll?.ersteFreigabe.name).toBe('Vera Eins');
    expect(opened.protokoll?.zweiteFreigabe.name).toBe('Willi Zwei');
    expect(
      opened.protokoll?.angebote.map(({ verspaetet, absender, sha256 }) => [
        verspaetet,
        absender,
        sha256?.length,
      ]),
    ).toEqual([
      [false, 'Bau GmbH', 64],
      [true, null, undefined],
    ]);
    expect((await vera.get(`/api/verschluss/${inTime}/inhalt`)).bytes.equals(bytes)).toBe(true);
    expect((await vera.get(`/api/verschluss/${late}/inhalt`)).status).toBe(409);
    expect(await statusOf(willi, path)).toBe(409);
    const text = (await willi.get(`/api/vergaben/${tender.id}/protokoll.txt`)).bytes.toString();
    expect(text).toContain('Öffnungsprotokoll nach § 55 Abs. 2 VgV');
    expect(text).toContain('NACH FRISTABLAUF, nicht geöffnet');
  });

  it('gets no bid from another one, and gives none away once its deadline has passed', async () => {
    const running = await aTender('V-2026-04', 60);
    const past = await aTender('V-2026-05', -60);
    const locked = await aBid('V-2026-04', -5, 'Bau GmbH');
    const bound = await aBid('V-2026-05', -90, 'Bau GmbH');
    const assign = (id: string, vergabeId: string) =>
      statusOf(mailroom, `/api/verschluss/${id}/zuweisung`, { vergabeId });
    expect(await assign(locked, past.id)).toBe(409);
    expect(await assign(bound, running.id)).toBe(409);
    expect((await lineFor(mailroom, bound))?.darf.zuweisen).toBe(false);
    expect((await lineFor(vera, locked))?.vergabe?.id).toBe(running.id);
  });

  it('waits half an hour for the second person, and then begins anew', async () => {
    const tender = await aTender('V-2026-03', -60);
    const path = `/api/vergaben/${tender.id}/freigabe`;
    expect(await statusOf(vera, path)).toBe(200);
    await asSystem(world.running.app.db, (tx) =>
      rows(
        tx,
        sql`update vergabe set erste_freigabe_at = now() - interval '31 minutes' where id = ${tender.id}`,
      ),
    );
    expect((await willi.post(path)).body).toMatchObject({
      geoeffnetAt: null,
      ersteFreigabe: { name: 'Willi Zwei' },
    });
    expect((await vera.post(path)).body).toMatchObject({
      geoeffnetAt: expect.stringMatching(/^\d{4}-/),
    });
  });
});

describe('postal votes', () => {
  it('are counted by day, with the time only on election day after the end, and handed over', async () => {
    const made = await mailroom.post('/api/wahlen', {
      bezeichnung: 'Landtagswahl',
      wahlende: '2026-09-06T18:00:00+02:00',
    });
    const id = (made.body as { wahlen: { id: string }[] }).wahlen[0]?.id ?? '';
    const count = (anzahl: number, eingegangenAt: string) =>
      mailroom.post(`/api/wahlen/${id}/wahlbriefe`, { anzahl, eingegangenAt });
    await count(40, '2026-09-05T10:00:00+02:00');
    await count(7, '2026-09-06T17:59:00+02:00');
    await count(2, '2026-09-06T18:05:00+02:00');
    const last = await count(1, '2026-09-07T09:00:00+02:00');
    const [wahl] = (last.body as { wahlen: { gesamt: number; wahlbriefe: object[] }[] }).wahlen;
    expect(wahl?.gesamt).toBe(50);
    expect(wahl?.wahlbriefe).toMatchObject([
      { eingangstag: '2026-09-05', uhrzeit: null, anzahl: 40 },
      { eingangstag: '2026-09-06', uhrzeit: null, anzahl: 7 },
      { eingangstag: '2026-09-06', uhrzeit: '18:05', anzahl: 2 },
      { eingangstag: '2026-09-07', uhrzeit: null, anzahl: 1 },
    ]);
    const handed = await mailroom.post(`/api/wahlen/${id}/uebergabe`, { an: 'Frau Wahl' });
    expect(handed.body).toMatchObject({ wahlen: [{ verwahrt: 0, gesamt: 50 }] });
    expect(await statusOf(mailroom, `/api/wahlen/${id}/uebergabe`, { an: 'Frau Wahl' })).toBe(409);
    expect((await clerk.get('/api/wahlen')).status).toBe(403);
  });
});

describe('the master key', () => {
  const withKey = async (name: string, key: Buffer | undefined) => {
    const keyFile = join(world.dataDir, name);
    if (key !== undefined) await writeFile(keyFile, `${key.toString('base64url')}\n`);
    return loadConfig({
      environment: { DATABASE_URL: world.databaseUrl },
      flags: [`--dataDir=${world.dataDir}`, `--verschluss.keyFile=${keyFile}`],
    });
  };
  const verdict = async (config: Awaited<ReturnType<typeof withKey>>) =>
    (await checkDatabase({ config, embeddedFolder: '/nowhere', now: systemClock.now })).find(
      ({ check }) => check === 'Verschlossene Post',
    );

  it('is examined by the doctor: the right one, a lost one, another one, a damaged one', async () => {
    expect((await verdict(await withKey('verschluss.schluessel', undefined)))?.verdict).toBe('ok');
    const beside = loadConfig({
      environment: { DATABASE_URL: world.databaseUrl },
      flags: [`--dataDir=${world.dataDir}`],
    });
    expect((await verdict(beside))?.verdict).toBe('warn');
    for (const [name, key] of [
      ['fehlt', undefined],
      ['anderer', randomBytes(32)],
      ['kaputt', randomBytes(5)],
    ] as const)
      expect((await verdict(await withKey(name, key)))?.verdict, name).toBe('fail');
  });

  it('seals nothing when it is another one than that of the mail that is still closed', async () => {
    const config = await withKey('fremd', randomBytes(32));
    const { db } = world.running.app;
    const blobs = await createFilesystemStore({ path: join(world.dataDir, 'andere-blobs') });
    const annahme = createVerschlussannahme({ db, blobs, config, clock: systemClock });
    const auftrag = await annahme.decide({ klasse: 'vs' });
    if (auftrag === undefined) throw new Error('a named class decides always');
    const file = { dateiname: 'brief.eml', maxBytes: 1_000 };
    await expect(annahme.seal(Readable.from([letter()]), auftrag, file)).rejects.toThrow(
      'not the one of',
    );
  });
});

describe('who may know of sealed mail', () => {
  it('is the same for the list, the line and the oracle', async () => {
    const logins = [...Object.values(world.city.logins), 'v.eins', 'w.zwei'];
    const items = await asSystem(world.running.app.db, (tx) =>
      rows(
        tx,
        sql<{
          id: string;
          empfaengerId: string | null;
          einheitId: string | null;
        }>`select posteingang_id as id, empfaenger_id, einheit_id from verschluss`,
      ),
    );
    expect(items.length).toBeGreaterThan(8);
    for (const login of logins) {
      const client = await world.signedIn(login);
      const ich = (await client.get('/api/ich')).body as {
        id: string;
        rollen: { rolle: never; organisationseinheit: { id: string } }[];
      };
      const principal = {
        kind: 'person',
        personId: ich.id,
        rollen: ich.rollen.map((held) => ({
          rolle: held.rolle,
          organisationseinheitId: held.organisationseinheit.id,
        })),
        mustChangePassword: false,
      } as unknown as Principal;
      const { sendungen } = (await client.get('/api/verschluss')).body as {
        sendungen: VerschlussZeile[];
      };
      const seen = new Map(sendungen.map((one) => [one.id, one]));
      for (const item of items) {
        const line = seen.get(item.id);
        expect(line !== undefined, login).toBe(can(principal, 'verschluss:line', item));
        expect((line?.umschlag ?? null) !== null, login).toBe(
          can(principal, 'verschluss:envelope', item),
        );
        if (!can(principal, 'verschluss:open', item))
          expect(line?.darf.oeffnen ?? false).toBe(false);
      }
    }
  }, 120_000);
});
