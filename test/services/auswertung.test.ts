import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Auswertung } from '#auswertung/auswertung.schema.js';
import { createAuswertung, createAuswertungRoutes, createBerechnung } from '#auswertung/index.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  anOrganisationseinheit,
  aPerson,
  aPostausgang,
  aSignedIn,
  aVorgang,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { aPastDelivery, aPastEvent, aPastItem, aStapel } from '#test/support/past-days.js';

let app: OwnApp;
let berechnung: ReturnType<typeof createBerechnung>;
const einheiten = { poststelle: '', bussgeld: '', bauamt: '' };
const cookies = { poststelle: '', bussgeld: '', revision: '', clerk: '' };
const clerks: string[] = [];

// Every instant below is in 2025: Berlin is two hours ahead of UTC in May and June, one in the winter.
const clock = { now: () => new Date('2025-12-01T11:00:00Z') };

const run = (query: Parameters<typeof rows>[1]) => asSystem(app.db, (tx) => rows(tx, query));

const ask = async (cookie: string, query: string): Promise<Auswertung> => {
  const { status, body } = await app.ask({ path: `/api/auswertung?${query}`, cookie });
  expect(status).toBe(200);
  return body as Auswertung;
};

const figure = (found: Auswertung, name: string) => {
  const one = found.kennzahlen.find(({ schluessel }) => schluessel === name);
  return one === undefined ? undefined : [one.wert, one.vorher];
};

const table = (found: Auswertung, name: string) =>
  found.tabellen.find((one) => one.name === name)?.zeilen;

/** Items of 2 and 3 May: five reach a Postkorb, two of them touched; one in April; one waits in Clearing. */
const mayItems = async () => {
  const { db } = app;
  const { bussgeld, bauamt } = einheiten;
  const [first = ''] = clerks;
  const upload = await aPastItem(db, {
    at: '2025-05-02T08:00:00Z',
    ankunft: { at: '2025-05-02T08:10:00Z', einheit: bussgeld },
  });
  const scan = await aPastItem(db, {
    at: '2025-05-02T08:00:00Z',
    kanal: 'scan',
    scope: 'scanordner:Station 1',
    ankunft: { at: '2025-05-02T08:20:00Z', einheit: bauamt },
  });
  const zugeordnet = { action: 'posteingang.zugeordnet', by: first };
  await aPastEvent(db, { ...zugeordnet, at: '2025-05-02T08:15:00Z', objectId: scan });
  const stack = await aPastItem(db, {
    at: '2025-05-02T09:00:00Z',
    stapelId: await aStapel(db),
    zustand: 'geteilt',
  });
  const letter = { kanal: 'trennung', at: '2025-05-02T09:05:00Z', parentId: stack } as const;
  await aPastItem(db, {
    ...letter,
    ankunft: { at: '2025-05-02T09:10:00Z', einheit: bussgeld },
  });
  const late = await aPastItem(db, {
    ...letter,
    parentPosition: 2,
    ankunft: { at: '2025-05-03T09:00:00Z', einheit: bussgeld },
  });
  await aPastEvent(db, { ...zugeordnet, at: '2025-05-03T08:59:00Z', objectId: late });
  const mail = { at: '2025-05-03T10:00:00Z', kanal: 'email' } as const;
  const lmtp = await aPastItem(db, {
    ...mail,
    ankunft: { at: '2025-05-03T10:00:30Z', einheit: bauamt },
  });
  await aPastDelivery(db, { posteingangId: lmtp, quelle: 'lmtp', at: mail.at });
  await aPastDelivery(db, {
    ...{ posteingangId: lmtp, quelle: 'imap:Amt', at: '2025-05-03T11:00:00Z' },
    wiederholung: true,
  });
  const imap = await aPastItem(db, mail);
  await aPastDelivery(db, { posteingangId: imap, quelle: 'imap:Amt', at: mail.at });
  await aPastItem(db, {
    at: '2025-04-10T08:00:00Z',
    ankunft: { at: '2025-04-10T08:01:40Z', einheit: bussgeld },
  });
  return { upload, scan };
};

/** The first item was handed on to the Bauamt and from there back; what was touched afterwards does not count. */
const mayMoves = async (upload: string, scan: string) => {
  const { bussgeld, bauamt } = einheiten;
  const moved = { objectId: upload, by: clerks[0] ?? '' };
  await aPastEvent(app.db, {
    ...{ ...moved, at: '2025-05-03T07:00:00Z', action: 'posteingang.weitergegeben' },
    detail: { from: bussgeld, to: bauamt },
  });
  await aPastEvent(app.db, {
    ...{ ...moved, at: '2025-05-05T07:00:00Z', action: 'posteingang.zurueckgegeben' },
    detail: { from: bauamt, to: null },
  });
  await aPastEvent(app.db, {
    ...{ ...moved, at: '2025-05-05T08:00:00Z', action: 'posteingang.zugeordnet' },
  });
  await run(
    sql`update postkorb_eintrag set organisationseinheit_id = ${bauamt}, created_at = '2025-05-03T07:00:00Z' where posteingang_id = ${upload}`,
  );
  await run(
    sql`insert into abweisung (at, kanal, dateiname, code, text) values ('2025-05-02T12:00:00Z', 'upload', 'a', 'b', 'c')`,
  );
  await run(
    sql`insert into nachscan (posteingang_id, seiten, grund, angefordert_at) values (${scan}, '{1}', 'unscharf', '2025-05-02T12:00:00Z')`,
  );
};

/** On 6 May three people decide in Clearing, on 7 May two. */
const mayDecisions = async () => {
  const [a = '', b = '', c = ''] = clerks;
  const decide = async (by: string, read: string, decided: string) => {
    const objectId = await aPastItem(app.db, { at: `${read.slice(0, 10)}T06:00:00Z` });
    await aPastEvent(app.db, { action: 'posteingang.read', at: read, by, objectId });
    await aPastEvent(app.db, { action: 'posteingang.zugeordnet', at: decided, by, objectId });
  };
  await decide(a, '2025-05-06T08:00:00Z', '2025-05-06T08:00:20Z');
  // Opened ahead, while the one before was decided: the time begins with the decision before.
  await decide(a, '2025-05-06T08:00:10Z', '2025-05-06T08:00:50Z');
  await decide(b, '2025-05-06T09:00:00Z', '2025-05-06T09:01:00Z');
  // Opened two hours before: somebody had lunch, so it does not count.
  await decide(c, '2025-05-06T07:00:00Z', '2025-05-06T09:00:00Z');
  await decide(c, '2025-05-06T10:00:00Z', '2025-05-06T10:00:40Z');
  await decide(a, '2025-05-07T08:00:00Z', '2025-05-07T08:00:05Z');
  await decide(b, '2025-05-07T08:00:00Z', '2025-05-07T08:00:05Z');
};

const mayLetters = async () => {
  const { bussgeld, bauamt } = einheiten;
  const authorId = clerks[0] ?? '';
  const letter = async (einheit: string, kanal: string, sentAt: string | null) => {
    const { id: vorgangId } = await aVorgang(app.db, { organisationseinheitId: einheit });
    const id = await aPostausgang(app.db, {
      ...{ vorgangId, authorId },
      zustand: sentAt === null ? 'failed' : 'sent',
    });
    await run(
      sql`update postausgang set kanal = ${kanal}, sent_at = ${sentAt}::timestamptz, eingereicht_at = '2025-05-02T08:00:00Z' where id = ${id}`,
    );
    return id;
  };
  const mail = await letter(bussgeld, 'email', '2025-05-02T08:00:00Z');
  await letter(bussgeld, 'druck', '2025-05-05T08:00:00Z');
  const failed = await letter(bauamt, 'email', null);
  const attempt = (id: string, number: number, ergebnis: string) =>
    run(
      sql`insert into versandversuch (postausgang_id, attempt, kanal, finished_at, ergebnis)
          values (${id}, ${number}::int, 'email', '2025-05-05T08:00:00Z', ${ergebnis})`,
    );
  await attempt(mail, 1, 'sent');
  await attempt(failed, 1, 'retry');
  await attempt(failed, 2, 'unknown');
  await attempt(failed, 3, 'failed');
  const action = 'postausgang.undeliverable';
  await aPastEvent(app.db, { action, at: '2025-05-06T08:00:00Z', objectId: mail });
};

beforeAll(async () => {
  app = await startOwnApp(({ db }) => {
    berechnung = createBerechnung({ db });
    return createAuswertungRoutes({ read: createAuswertung({ db, clock, berechnung }) });
  });
  const { db } = app;
  const unit = async (kuerzel: string, istPoststelle = false) =>
    (await anOrganisationseinheit(db, { kuerzel, name: `Amt ${kuerzel}`, istPoststelle })).id;
  einheiten.poststelle = await unit('10.2', true);
  einheiten.bussgeld = await unit('32.1');
  einheiten.bauamt = await unit('63');
  cookies.poststelle = (await aSignedIn(db, 'leitung', einheiten.poststelle)).cookie;
  cookies.bussgeld = (await aSignedIn(db, 'leitung', einheiten.bussgeld)).cookie;
  cookies.revision = (await aSignedIn(db, 'revision', einheiten.bauamt)).cookie;
  cookies.clerk = (await aSignedIn(db, 'poststelle', einheiten.poststelle)).cookie;
  for (let index = 0; index < 3; index += 1) clerks.push((await aPerson(db)).id);
  const { upload, scan } = await mayItems();
  await mayMoves(upload, scan);
  await mayDecisions();
  await mayLetters();
});
afterAll(() => app.close());

const may = 'zeitraum=monat&datum=2025-05-15';

describe('the figures of a month', () => {
  it('are those that counting by hand gives', async () => {
    const found = await ask(cookies.revision, may);
    expect([found.zeitraum.titel, found.vergleich.titel]).toEqual(['Mai 2025', 'April 2025']);
    // 1 upload of 2 May, 7 of the decisions, 1 folder, 1 stack, 2 mails; the letters of the stack apart.
    expect(figure(found, 'angenommen')).toEqual([12, 1]);
    expect(figure(found, 'eingetroffen')).toEqual([5, 1]);
    expect(figure(found, 'beruehrung')).toEqual([2 / 5, 0]);
    // 30, 600, 600, 1200 and 86400 seconds: letters count from when their stack came in.
    expect(figure(found, 'dauer-median')).toEqual([600, 100]);
    expect(figure(found, 'dauer-95')).toEqual([86_400, 100]);
    expect(figure(found, 'fehlleitung')).toEqual([2 / 5, 0]);
    expect(figure(found, 'versandt')).toEqual([2, 0]);
    expect(figure(found, 'versandfehler')).toEqual([2, 0]);
    expect(figure(found, 'ruecklauf')).toEqual([1, 0]);
    expect(figure(found, 'nachscan')).toEqual([1 / 2, null]);
    expect(figure(found, 'abgewiesen')).toEqual([1, 0]);
    expect(figure(found, 'luecken')?.[0]).toBe(0);
  });

  it('stand in tables by way in, by unit and by the paths of what went astray', async () => {
    const found = await ask(cookies.revision, may);
    expect(table(found, 'kanaele')).toEqual([
      ['Hochgeladen', 8, 1, 0, 1, 0, 600, 600],
      ['Scanordner', 1, 0, 0, 1, 1, 1200, 1200],
      ['Stapel am Scanner', 1, 0, 2, 2, 1 / 2, 600, 86_400],
      ['E-Mail (LMTP)', 1, 0, 0, 1, 0, 30, 30],
      ['E-Mail (IMAP-Postfach)', 1, 0, 0, 0, null, null, null],
      ['Alle Wege', 12, 1, 2, 5, 2 / 5, 600, 86_400],
    ]);
    expect(table(found, 'fehlleitungen')?.toSorted()).toEqual([
      ['32.1 Amt 32.1', '63 Amt 63', 1],
      ['63 Amt 63', 'Zurück an die Poststelle', 1],
    ]);
    // The first item counts for the unit that it reached first, although it lies elsewhere by now.
    expect(table(found, 'einheiten')).toEqual([
      ['32.1 Amt 32.1', 3, 1 / 3, 1, 2, 0, 1],
      ['63 Amt 63', 2, 1 / 2, 1, 0, 2, 0],
    ]);
    expect(table(found, 'beruehrung')?.slice(0, 4)).toEqual([
      ['01.05.', 0, 0, null],
      ['02.05.', 3, 1, 1 / 3],
      ['03.05.', 2, 1, 1 / 2],
      ['04.05.', 0, 0, null],
    ]);
    expect(table(found, 'ausgang')?.[4]).toEqual(['05.05.', 1, 0, 1]);
    expect(table(found, 'versandfehler')?.slice(4, 6)).toEqual([
      ['05.05.', 1, 1, 0],
      ['06.05.', 0, 0, 1],
    ]);
  });

  it('bound the error of what went through alone by the answered sample, for the whole house only', async () => {
    const at = '2025-05-20T08:00:00Z';
    for (let index = 0; index < 10; index += 1) {
      const id = await aPastItem(app.db, { at: '2024-01-01T08:00:00Z' });
      await run(
        sql`insert into selbstannahme_antwort (posteingang_id, weg, modell, geeignet, grund, at) values (${id}, 'modell', 'm', true, '', ${at}::timestamptz)`,
      );
      if (index < 4)
        await run(
          sql`insert into stichprobe (posteingang_id, weg, organisationseinheit_id, zustand, richtig) values (${id}, 'modell', ${einheiten.bauamt}, 'beantwortet', true)`,
        );
    }
    const found = await ask(cookies.revision, may);
    // No error in four answers: 1 − 0.05^(1/4).
    expect(figure(found, 'fehlerschranke')?.[0]).toBeCloseTo(1 - 0.05 ** (1 / 4), 6);
    expect(table(found, 'alleingaenge')?.map((row) => row.slice(0, 4))).toEqual([
      ['Geschäftszeichen', 0, 0, 0],
      ['Adresse der Einheit', 0, 0, 0],
      ['Modell', 10, 4, 0],
    ]);
    expect(found.bericht.join(' ')).toContain('höchstens 52,7 % falsch');
    expect(figure(await ask(cookies.bussgeld, may), 'fehlerschranke')).toBeUndefined();
    const path = `/api/auswertung/tabellen/alleingaenge?${may}`;
    expect((await app.ask({ path, cookie: cookies.bussgeld })).status).toBe(404);
  });

  it('have charts whose columns are of one kind', async () => {
    for (const cookie of [cookies.revision, cookies.bussgeld])
      for (const { name, diagramm, spalten } of (await ask(cookie, may)).tabellen) {
        const kinds = new Set(diagramm?.spalten.map((column) => spalten[column]?.art));
        expect([name, kinds.size, kinds.has('text')]).toEqual([name, 1, false]);
      }
    const ways = (await ask(cookies.bussgeld, may)).tabellen.find(({ name }) => name === 'kanaele');
    expect(ways?.diagramm?.spalten.map((column) => ways.spalten[column]?.titel)).toEqual([
      'Dauer (Median)',
      'Dauer (95 %)',
    ]);
  });

  it('say what waits now, the oldest first', async () => {
    const found = await ask(cookies.revision, may);
    const waiting = table(found, 'aeltestes') ?? [];
    expect(waiting.find(([where]) => where === 'Postkorb 32.1 Amt 32.1')).toEqual([
      'Postkorb 32.1 Amt 32.1',
      3,
      (Date.parse('2025-12-01T11:00:00Z') - Date.parse('2025-04-10T08:01:40Z')) / 1000,
    ]);
    expect(waiting.find(([where]) => where === 'Schreiben 63 Amt 63')?.[1]).toBe(1);
    const ages = waiting.map((row) => Number(row[2] ?? -1));
    expect(ages).toEqual(ages.toSorted((a, b) => b - a));
  });

  it('come as sentences too', async () => {
    const { bericht } = await ask(cookies.revision, may);
    expect(bericht).toContain(
      'Angenommen wurden 12 Eingänge, 1.100,0 % mehr als im Vergleichszeitraum April 2025 (1).',
    );
    expect(bericht).toContain(
      'Bei 2 davon (40,0 %) musste eine Person entscheiden; im Vergleichszeitraum waren es 0,0 %.',
    );
    expect(bericht.join(' ')).toContain('in der Hälfte der Fälle höchstens 10 Minuten');
    expect(bericht).toContain('Das Posteingangsbuch ist lückenlos.');
  });

  it('show a gap of the Posteingangsbuch', async () => {
    await run(sql`insert into eingangsnummer_zaehler (jahr, letzte) values (2025, 2)`);
    const found = await ask(cookies.revision, may);
    expect(found.kennzahlen.find(({ schluessel }) => schluessel === 'luecken')).toMatchObject({
      wert: 2,
      warnung: true,
    });
    await run(sql`delete from eingangsnummer_zaehler where jahr = 2025`);
  });
});

describe('nobody is measured', () => {
  it('the time of a decision is told only of days on which three people decided', async () => {
    // 20, 30, 40 and 60 seconds on 6 May; those of 7 May are not even stored.
    expect(figure(await ask(cookies.revision, may), 'entscheidung')).toEqual([30, null]);
    const stored = await run(
      sql`select tag, sekunden from auswertung_tag where kennzahl = 'entscheidung'`,
    );
    expect(stored).toEqual([{ tag: '2025-05-06', sekunden: [20, 30, 40, 60] }]);
    const day = await ask(cookies.revision, 'zeitraum=tag&datum=2025-05-07');
    expect(figure(day, 'entscheidung')).toEqual([null, 30]);
  });

  it('no person can be found in the figures, neither those who work nor those who write', async () => {
    const columns = await run(
      sql`select column_name from information_schema.columns where table_name = 'auswertung_tag' order by 1`,
    );
    expect(columns.map((one) => (one as { columnName: string }).columnName)).toEqual([
      'anzahl',
      'einheit_id',
      'kanal',
      'kennzahl',
      'sekunden',
      'tag',
      'ziel_id',
    ]);
    const answer = await app.ask({ path: `/api/auswertung?${may}`, cookie: cookies.revision });
    for (const word of [...clerks, 'Karin Lindner', 'Hartwig', 'Widerspruch', 'brief.pdf'])
      expect(answer.text).not.toContain(word);
  });
});

describe('who may read', () => {
  it('heads read the figures of their units, Revision and the head of the Poststelle all, others none', async () => {
    const own = await ask(cookies.bussgeld, may);
    expect(own.umfang).toBe('einheiten');
    expect(own.einheiten.map(({ kuerzel }) => kuerzel)).toEqual(['32.1']);
    expect(figure(own, 'eingetroffen')).toEqual([3, 1]);
    expect(figure(own, 'fehlleitung')).toEqual([1 / 3, 0]);
    for (const name of ['angenommen', 'luecken', 'entscheidung', 'nachscan'])
      expect(figure(own, name)).toBeUndefined();
    expect(table(own, 'fehlleitungen')).toEqual([['32.1 Amt 32.1', '63 Amt 63', 1]]);
    expect(table(own, 'einheiten')).toHaveLength(1);
    expect(table(own, 'aeltestes')?.map(([where]) => where)).toEqual(['Postkorb 32.1 Amt 32.1']);
    const other = `${may}&einheit=${einheiten.bauamt}`;
    const path = `/api/auswertung?${other}`;
    expect((await app.ask({ path, cookie: cookies.bussgeld })).status).toBe(404);
    expect((await ask(cookies.poststelle, may)).umfang).toBe('gesamt');
    expect(figure(await ask(cookies.poststelle, other), 'eingetroffen')).toEqual([2, 0]);
    expect((await app.ask({ path, cookie: cookies.clerk })).status).toBe(403);
    expect((await app.ask({ path: '/api/auswertung' })).status).toBe(401);
  });

  it('the database itself hides the rows of other units', async () => {
    const person = await aPerson(app.db);
    const seen = (rollen: string, leitung: string) =>
      inTransaction(
        app.db,
        {
          'app.scope': 'person',
          'app.person': person.id,
          'app.einheiten': leitung,
          'app.leitung': leitung,
          'app.rollen': rollen,
        },
        async (tx) => ({
          concerned: (
            await rows(
              tx,
              sql<{ fremd: number; zahl: number }>`select count(*)::int as zahl,
                count(*) filter (where einheit_id is distinct from ${einheiten.bussgeld}::uuid
                  and ziel_id is distinct from ${einheiten.bussgeld}::uuid)::int as fremd from auswertung_tag`,
            )
          )[0],
          arrivals: (await rows(tx, sql`select at from postkorb_ankunft`)).length,
        }),
      );
    await ask(cookies.revision, may);
    const head = await seen('leitung', einheiten.bussgeld);
    expect(head).toMatchObject({ concerned: { fremd: 0 }, arrivals: 0 });
    expect(head.concerned?.zahl).toBeGreaterThan(0);
    expect((await seen('sachbearbeitung', '')).concerned).toEqual({ zahl: 0, fremd: 0 });
    expect((await seen('leitung', einheiten.poststelle)).concerned?.fremd).toBeGreaterThan(0);
  });
});

describe('a table as CSV', () => {
  it('holds what the page shows, for a German spreadsheet program', async () => {
    const path = `/api/auswertung/tabellen/fehlleitungen?${may}`;
    const answer = await app.ask({ path, cookie: cookies.bussgeld });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain(
      'auswertung-fehlleitungen-2025-05-01-bis-2025-05-31.csv',
    );
    expect(answer.text).toBe('\uFEFF"Von";"Nach";"Anzahl"\r\n"32.1 Amt 32.1";"63 Amt 63";1\r\n');
    const unknown = { path: '/api/auswertung/tabellen/personen', cookie: cookies.revision };
    expect((await app.ask(unknown)).status).toBe(400);
    const forbidden = await app.ask({ path, cookie: cookies.clerk });
    expect(forbidden.status).toBe(403);
  });
});

describe('days', () => {
  it('are those of Berlin, with 23 and 25 hours where the clock changes', async () => {
    // 30 March 2025 lasts from 23:00 UTC to 22:00 UTC, 26 October from 22:00 UTC to 23:00 UTC.
    for (const at of [
      '2025-03-29T22:59:59Z',
      '2025-03-29T23:00:00Z',
      '2025-03-30T21:59:59Z',
      '2025-03-30T22:00:00Z',
      '2025-10-25T21:59:59Z',
      '2025-10-25T22:00:00Z',
      '2025-10-26T22:59:59Z',
      '2025-10-26T23:00:00Z',
    ])
      await aPastItem(app.db, { at });
    await run(sql`delete from auswertung_stand`);
    const countOf = async (datum: string) =>
      figure(await ask(cookies.revision, `zeitraum=tag&datum=${datum}`), 'angenommen')?.[0];
    const days = ['2025-03-29', '2025-03-30', '2025-03-31'];
    expect(await Promise.all(days.map(countOf))).toEqual([1, 2, 1]);
    const autumn = ['2025-10-25', '2025-10-26', '2025-10-27'];
    expect(await Promise.all(autumn.map(countOf))).toEqual([1, 2, 1]);
  });
});
