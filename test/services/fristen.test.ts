import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#demo/client.js';
import type { FristDetail, FristListe, KalenderAntwort } from '#fristen/fristen.schema.js';
import { mahneFristen } from '#fristen/index.js';
import { germanDay, systemClock } from '#infrastructure/clock.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { anOrganisationseinheit, aPerson, aPosteingang, aVorgang } from '#test/support/builders.js';
import { letterPdf } from '#test/support/documents.js';
import { testConfig } from '#test/support/own-app.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';
import { berechne, plusTage } from '#understanding/index.js';

const heute = germanDay(systemClock.now());
const german = (day: string) => day.split('-').reverse().join('.');

let served: Served;
let clerk: Client;
let head: Client;
let stranger: Client;

const db = () => served.running.app.db;

beforeAll(async () => {
  served = await startServed();
  const unit = await anOrganisationseinheit(db(), { kuerzel: '67', name: 'Grünflächenamt' });
  await aPerson(db(), {
    login: 'g.gruen',
    name: 'Gerda Grün',
    password: cityPassword,
    rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: unit.id }],
  });
  const signedIn = async (login: string) => {
    const client = createClient(served.running.url);
    await client.signIn(login, cityPassword);
    return client;
  };
  clerk = await signedIn(served.city.logins.clerk);
  head = await signedIn(served.city.logins.head);
  stranger = await signedIn('g.gruen');
}, 120_000);
afterAll(async () => {
  for (const client of [clerk, head, stranger]) client?.close();
  await served?.stop();
});

const list = async (client: Client, query = ''): Promise<FristListe> =>
  (await client.get(`/api/fristen${query}`)).body as FristListe;
const detail = async (client: Client, id: string): Promise<FristDetail> =>
  (await client.get(`/api/fristen/${id}`)).body as FristDetail;

const stamp = plusTage(heute, -3);
const written = plusTage(heute, -6);
const act = plusTage(heute, -20);

const objection = () =>
  letterPdf([
    [
      'Renate Hofmann, Lindenweg 4, 09999 Musterstadt',
      '',
      'Stadt Musterstadt',
      'Rathausplatz 1',
      '09999 Musterstadt',
      '',
      'Stadt Musterstadt',
      `Eingegangen am ${german(stamp)}`,
      '',
      `Musterstadt, den ${german(written)}`,
      '',
      `Widerspruch gegen Ihren Bescheid vom ${german(act)}`,
      `Ihr Zeichen: ${served.city.vorgang.geschaeftszeichen}`,
      '',
      'Sehr geehrte Damen und Herren,',
      '',
      `hiermit lege ich gegen Ihren Bescheid vom ${german(act)} Widerspruch ein.`,
      'Bitte antworten Sie mir binnen zwei Wochen.',
      '',
      'Mit freundlichen Grüßen',
      'Renate Hofmann',
    ],
  ]);

/** Hands a letter in by upload and waits until it lies in the Postkorb of its unit. */
const arrive = async (): Promise<{ id: string; fristen: FristListe['fristen'] }> => {
  const answer = await served.mailroom.upload([
    { name: 'widerspruch.pdf', mediaType: 'application/pdf', bytes: await objection() },
  ]);
  const { ergebnisse } = answer.body as { ergebnisse: { id: string }[] };
  const id = ergebnisse[0]?.id ?? '';
  await eventually(
    async () =>
      ((await clerk.get('/api/postkorb')).body as { eintraege: { posteingangId: string }[] })
        .eintraege,
    (entries) => entries.some((one) => one.posteingangId === id),
  );
  return { id, fristen: (await list(clerk, `?posteingangId=${id}`)).fristen };
};

describe('an objection with a stamp of receipt', () => {
  let item: Awaited<ReturnType<typeof arrive>>;
  beforeAll(async () => {
    item = await arrive();
  }, 120_000);

  const byArt = (art: string) => item.fristen.find((one) => one.art === art)!;

  it('is proposed to its unit with the day of the stamp, not that of the scan', async () => {
    const decision = await detail(clerk, byArt('gesetzlich').id);
    const expected = berechne({ art: 'regel', regel: 'vwgo-75', tag: stamp }, { land: 'SN' });
    expect(decision).toMatchObject({
      zustand: 'vorgeschlagen',
      grundlage: '§ 75 Satz 2 VwGO',
      start: stamp,
      ende: expected?.ende,
      eingangstag: { tag: stamp, quelle: 'stempel' },
      vorgang: { id: served.city.vorgang.id },
      organisationseinheit: { id: served.city.office.id },
    });
    expect(decision.rechenweg[0]).toContain(german(stamp));
    expect(decision.verlauf.map((one) => one.art)).toEqual(['vorgeschlagen']);
    expect(byArt('gesetzt').ende).toBe(plusTage(stamp, 14));
  });

  it('is found to be in time', () => {
    const known = { art: 'regel', regel: 'vwgo-70', tag: act } as const;
    const end = berechne(
      { ...known, bekanntgabe: { weg: 'post', verfahren: 'vwvfg' } },
      { land: 'SN' },
    );
    expect(byArt('rechtsbehelf')).toMatchObject({
      ergebnis: 'fristgerecht',
      ende: end?.ende,
      stufe: null,
    });
  });

  it('is not proposed again when the stage runs again', async () => {
    const { app } = served.running;
    const before = await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`select id, ende, zustand from frist where posteingang_id = ${item.id} order by id`,
      ),
    );
    await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`delete from stage_run where item_id = ${item.id} and stage in ('proposeFristen', 'notify')`,
      ),
    );
    await asSystem(app.db, async (tx) => {
      await rows(
        tx,
        sql`update work_item set state = 'open', stage = 'proposeFristen' where id = ${item.id}`,
      );
      await rows(
        tx,
        sql`insert into work_unit (item_id, pipeline, stage, run, queue, lane, fairness_key)
            select id, pipeline, stage, run, 'posteingang.light', lane, fairness_key from work_item where id = ${item.id}`,
      );
    });
    await eventually(
      () =>
        asSystem(app.db, (tx) =>
          firstRow<{ state: string }>(tx, sql`select state from work_item where id = ${item.id}`),
        ),
      (row) => row?.state === 'done',
    );
    const after = await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`select id, ende, zustand from frist where posteingang_id = ${item.id} order by id`,
      ),
    );
    expect(after).toEqual(before);
  });

  it('is hidden from other units, in every way', async () => {
    const { id } = byArt('gesetzlich');
    expect((await list(stranger)).fristen).toEqual([]);
    expect((await list(stranger)).anzahl.offen).toBe(0);
    for (const answer of [
      await stranger.get(`/api/fristen/${id}`),
      await stranger.patch(`/api/fristen/${id}`, { bezeichnung: 'fremd', begruendung: 'fremd' }),
      await stranger.post(`/api/fristen/${id}/entscheidung`, { zustand: 'bestaetigt' }),
      await stranger.post(`/api/posteingaenge/${item.id}/eingangstag`, {
        tag: stamp,
        begruendung: 'fremd',
      }),
      await stranger.post('/api/fristen', {
        vorgangId: served.city.vorgang.id,
        bezeichnung: 'fremd',
        frage: { art: 'tag', tag: heute },
      }),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await served.mailroom.get('/api/fristen')).status).toBe(403);
  });

  it('is computed anew when a person corrects the day of receipt, with the reason in the history', async () => {
    const before = await detail(clerk, byArt('gesetzlich').id);
    const day = plusTage(heute, -5);
    const answer = await clerk.post(`/api/posteingaenge/${item.id}/eingangstag`, {
      tag: day,
      begruendung: 'Einwurf in den Nachtbriefkasten',
    });
    expect(answer.status).toBe(204);
    const after = await detail(clerk, before.id);
    expect([after.start, after.eingangstag?.quelle]).toEqual([day, 'person']);
    expect(after.verlauf.at(-1)?.text).toContain('Einwurf in den Nachtbriefkasten');
    expect(after.verlauf.at(-1)?.person).toBe('Sven Claus');
    const remedy = await detail(clerk, byArt('rechtsbehelf').id);
    expect(remedy.rechenweg.at(-2)).toContain(german(day));
  });

  it('is confirmed, changed with a reason, closed and opened again; each step once', async () => {
    const { id } = byArt('gesetzt');
    const decide = (body: object) => clerk.post(`/api/fristen/${id}/entscheidung`, body);
    expect((await decide({ zustand: 'bestaetigt' })).status).toBe(200);
    expect((await decide({ zustand: 'bestaetigt' })).status).toBe(409);
    const change = {
      frage: { art: 'verlaengerung', tag: plusTage(stamp, 14), zahl: 1, einheit: 'woche' },
      begruendung: 'Verlängerung am Telefon vereinbart',
    };
    const changed = (await clerk.patch(`/api/fristen/${id}`, change)).body as FristDetail;
    expect(changed.grundlage).toContain('§§ 188, 190');
    expect(changed.verlauf.at(-1)?.text).toContain('am Telefon vereinbart');
    expect((await decide({ zustand: 'verworfen' })).status).toBe(400);
    expect((await decide({ zustand: 'erledigt' })).status).toBe(200);
    expect((await clerk.patch(`/api/fristen/${id}`, change)).status).toBe(409);
    expect((await decide({ zustand: 'bestaetigt', begruendung: 'doch noch offen' })).status).toBe(
      200,
    );
    const steps = (await detail(clerk, id)).verlauf.map((one) => one.art);
    expect(steps).toEqual([
      'vorgeschlagen',
      'geaendert',
      'bestaetigt',
      'geaendert',
      'erledigt',
      'bestaetigt',
    ]);
  });
});

describe('a Frist of a Vorgang', () => {
  const make = async (tag: string, bezeichnung: string): Promise<FristDetail> => {
    const answer = await clerk.post('/api/fristen', {
      vorgangId: served.city.vorgang.id,
      bezeichnung,
      frage: { art: 'tag', tag },
    });
    expect(answer.status).toBe(201);
    return answer.body as FristDetail;
  };

  it('is near, then goes to the Leitung, then is overdue; the trace is written once', async () => {
    const [near, urgent, late] = [
      await make(plusTage(heute, 6), 'nah'),
      await make(plusTage(heute, 1), 'dringend'),
      await make(plusTage(heute, -1), 'vorbei'),
    ];
    const of = async (client: Client, stufe: string) =>
      (await list(client, `?vorgangId=${served.city.vorgang.id}&stufe=${stufe}`)).fristen.map(
        (one) => one.id,
      );
    expect(await of(clerk, 'vorwarnung')).toContain(near!.id);
    expect(await of(head, 'eskaliert')).toEqual([urgent!.id]);
    expect(await of(head, 'ueberfaellig')).toEqual([late!.id]);
    const { anzahl } = await list(head);
    expect(anzahl.anMich).toBe(anzahl.eskaliert + anzahl.ueberfaellig);
    expect((await list(clerk)).anzahl.anMich).toBeGreaterThan(anzahl.anMich);
    const deps = { db: db(), config: testConfig(), clock: systemClock };
    await mahneFristen(deps);
    await mahneFristen(deps);
    const arts = (await detail(clerk, urgent!.id)).verlauf.map((one) => one.art).sort();
    expect(arts).toEqual(['angelegt', 'eskaliert', 'vorgewarnt']);
  });

  it('takes only a person of its unit as responsible', async () => {
    const other = await asSystem(db(), (tx) =>
      firstRow<{ id: string }>(tx, sql`select id from person where login = 'g.gruen'`),
    );
    const { id } = await make(plusTage(heute, 30), 'zuständig');
    const change = { zustaendigId: other?.id, begruendung: 'Vertretung' };
    expect((await clerk.patch(`/api/fristen/${id}`, change)).status).toBe(422);
  });

  it('of a confidential Vorgang is seen by its Leitung only', async () => {
    const secret = await aVorgang(db(), {
      organisationseinheitId: served.city.office.id,
      betreff: 'Vertraulich',
      vertraulichkeit: 1,
    });
    await asSystem(db(), (tx) =>
      rows(
        tx,
        sql`insert into frist (vorgang_id, art, bezeichnung, ende) values (${secret.id}, 'manuell', 'geheim', ${heute}::date)`,
      ),
    );
    const query = `?vorgangId=${secret.id}`;
    expect((await list(clerk, query)).fristen).toEqual([]);
    expect((await list(head, query)).fristen).toHaveLength(1);
  });

  it('is not seen while its item is back with the Poststelle', async () => {
    const item = await aPosteingang(db(), { zustand: 'clearing' });
    await asSystem(db(), (tx) =>
      rows(
        tx,
        sql`insert into frist (posteingang_id, art, bezeichnung, ende) values (${item.id}, 'gesetzt', 'unterwegs', ${heute}::date)`,
      ),
    );
    expect((await list(clerk, `?posteingangId=${item.id}`)).fristen).toEqual([]);
  });
});

describe('the calculator', () => {
  it('answers with law and sentences, for the place that is asked for', async () => {
    const frage = { art: 'regel', regel: 'owig-67', tag: '2026-05-21' };
    const here = (await clerk.post('/api/fristenrechner', { frage })).body;
    expect(here).toMatchObject({ ende: '2026-06-04', grundlage: '§ 67 Abs. 1 Satz 1 OWiG' });
    const there = { land: 'SN', gemeinde: ['fronleichnam'] };
    const moved = (await clerk.post('/api/fristenrechner', { frage, ort: there })).body;
    expect(moved).toMatchObject({ ende: '2026-06-05' });
    const unknown = await clerk.post('/api/fristenrechner', {
      frage: { ...frage, regel: 'erfunden' },
    });
    expect(unknown.status).toBe(422);
  });
});

describe('the calendar of a unit', () => {
  it('is fetched by its link with the rights of its person at that moment, until it is revoked', async () => {
    const made = await clerk.post('/api/fristkalender', {
      organisationseinheitId: served.city.office.id,
    });
    const { adresse, kalender } = made.body as KalenderAntwort;
    const anyone = createClient(served.running.url);
    const fetched = await anyone.get(adresse);
    expect(fetched.headers['content-type']).toContain('text/calendar');
    const text = fetched.bytes.toString('utf8');
    expect(text).toContain('BEGIN:VCALENDAR\r\n');
    expect(text).toContain(served.city.vorgang.geschaeftszeichen.slice(0, 6));
    for (const word of ['Hofmann', 'dringend', 'geheim', 'Bußgeldverfahren'])
      expect(text).not.toContain(word);
    const setDisabled = (at: string | null) =>
      asSystem(db(), (tx) =>
        rows(
          tx,
          sql`update person set disabled_at = ${at}::timestamptz where login = ${served.city.logins.clerk}`,
        ),
      );
    await setDisabled('2026-01-01');
    expect((await anyone.get(adresse)).status).toBe(404);
    await setDisabled(null);
    expect((await stranger.send('DELETE', `/api/fristkalender/${kalender.id}`)).status).toBe(404);
    expect((await clerk.send('DELETE', `/api/fristkalender/${kalender.id}`)).status).toBe(204);
    expect((await anyone.get(adresse)).status).toBe(404);
    anyone.close();
  });

  it('is made for own units only', async () => {
    const body = { organisationseinheitId: served.city.office.id };
    expect((await stranger.post('/api/fristkalender', body)).status).toBe(403);
    const path = `/api/fristkalender/einheit/${served.city.office.id}/fristen.ics`;
    expect((await stranger.get(path)).status).toBe(404);
    expect((await clerk.get(path)).status).toBe(200);
  });
});
