import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '#demo/client.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { EmpfangsAntwort } from '#posteingang/posteingang.schema.js';
import { type NeuerStapel, StapelListe, StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { letterPdf } from '#test/support/documents.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

let world: Served;

beforeAll(async () => {
  world = await startServed();
});
afterAll(() => world?.stop());

let serial = 0;
/** A name of its own for each attempt: bytes that were accepted before are duplicates. */
const fresh = (name: string): string => {
  serial += 1;
  return `${name} ${serial}`;
};

const pagesOf = (name: string, count: number): Promise<Buffer> => {
  const own = fresh(name);
  return letterPdf(
    Array.from({ length: count }, (_, index) => [
      `${own} Seite ${index + 1}`,
      'Sehr geehrte Damen und Herren,',
      `hiermit sende ich Ihnen das Blatt ${name} Nummer ${index + 1} zu Ihrer Kenntnis.`,
      'Mit freundlichen Grüßen',
    ]),
  );
};

const open = async (given: Partial<NeuerStapel>): Promise<StapelZeile> => {
  const answer = await world.mailroom.post('/api/stapel', { station: 'Scanner 1', ...given });
  expect(answer.status).toBe(201);
  return StapelZeile.parse(answer.body);
};

const scan = async (stapel: StapelZeile, name: string, bytes: Buffer, seiten?: string) => {
  const answer = await world.mailroom.upload(
    [{ name: `${name}.pdf`, mediaType: 'application/pdf', bytes }],
    undefined,
    {
      'Poststelle-Stapel': stapel.id,
      ...(seiten === undefined ? {} : { 'Poststelle-Seiten': seiten }),
    },
  );
  return answer;
};

const accepted = async (...given: Parameters<typeof scan>) => {
  const answer = await scan(...given);
  const [one] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (one?.outcome !== 'accepted') throw new Error(`answered with ${JSON.stringify(answer.body)}`);
  return one;
};

const read = async (stapel: StapelZeile): Promise<StapelZeile> =>
  StapelZeile.parse((await world.mailroom.get(`/api/stapel/${stapel.id}`)).body);

const settled = (stapel: StapelZeile, ergebnis: string): Promise<StapelZeile> =>
  eventually(
    () => read(stapel),
    (one) => one.abgleich.ergebnis === ergebnis,
  );

describe('a Stapel', () => {
  it('counts its sheets as soon as the files are opened, and says what is missing while the paper is on the table', async () => {
    const stapel = await open({ erwarteteBlaetter: 5, bezeichnung: 'Frühpost' });
    expect(stapel.abgleich).toMatchObject({ ergebnis: 'leer', alarm: false });
    await accepted(stapel, 'frueh-1', await pagesOf('frueh-1', 3));
    const short = await settled(stapel, 'fehlt');
    expect(short.abgleich).toMatchObject({ alarm: true, erwartet: 5, gescannt: 3 });
    expect(short.abgleich.text).toContain('Es fehlen 2 Blätter: 3 von 5');
    await accepted(stapel, 'frueh-2', await pagesOf('frueh-2', 2));
    const whole = await settled(stapel, 'stimmt');
    expect(whole).toMatchObject({ dateien: 2, seiten: { gesamt: 5 }, person: 'Petra Ahrens' });
    await accepted(stapel, 'frueh-3', await pagesOf('frueh-3', 1));
    expect((await settled(stapel, 'zuviel')).abgleich.alarm).toBe(true);
  });

  it('takes two pages for a sheet when both sides are scanned, and notices a dropped side', async () => {
    const stapel = await open({ seitenmodus: 'beidseitig', erwarteteBlaetter: 4 });
    await accepted(stapel, 'duplex', await pagesOf('duplex', 7));
    const counted = await settled(stapel, 'stimmt');
    expect(counted.abgleich).toMatchObject({ gescannt: 4, alarm: true });
    expect(counted.abgleich.text).toContain('Unterdrückung leerer Seiten');
  });

  it('counts a file that cannot be opened as an alarm, not as nothing', async () => {
    const stapel = await open({ erwarteteBlaetter: 1 });
    await accepted(stapel, 'kaputt', Buffer.from(`%PDF-1.7\nkein Inhalt ${fresh('kaputt')}`));
    expect((await settled(stapel, 'unvollstaendig')).abgleich.text).toContain('Clearing');
  });

  it('is closed with a difference only when a reason is given, and keeps the reason', async () => {
    const stapel = await open({ erwarteteBlaetter: 3 });
    await accepted(stapel, 'rest', await pagesOf('rest', 2));
    await settled(stapel, 'fehlt');
    const refused = await world.mailroom.post(`/api/stapel/${stapel.id}/abschluss`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'stapel-weicht-ab' } });
    const closed = await world.mailroom.post(`/api/stapel/${stapel.id}/abschluss`, {
      grund: 'Ein Blatt war eine Werbebeilage.',
    });
    expect(closed).toMatchObject({
      status: 200,
      body: { abweichungGrund: 'Ein Blatt war eine Werbebeilage.' },
    });
    const late = await scan(stapel, 'nachzuegler', await pagesOf('nachzuegler', 1));
    expect(late).toMatchObject({ status: 409, body: { code: 'stapel-abgeschlossen' } });
    const trail = await asSystem(world.running.app.db, (tx) =>
      rows(
        tx,
        sql`select action, detail from audit_event where object_id = ${stapel.id} order by at, action`,
      ),
    );
    expect(trail).toEqual([
      { action: 'stapel.opened', detail: { erwartet: 3, seitenmodus: 'einseitig' } },
      {
        action: 'stapel.closed',
        detail: { ergebnis: 'fehlt', erwartet: 3, gescannt: 2, begruendet: true },
      },
    ]);
  });

  it('lets the operator correct the number of expected sheets', async () => {
    const stapel = await open({ erwarteteBlaetter: 9 });
    await accepted(stapel, 'korrektur', await pagesOf('korrektur', 1));
    await settled(stapel, 'fehlt');
    const answer = await world.mailroom.patch(`/api/stapel/${stapel.id}`, { erwarteteBlaetter: 1 });
    expect(answer).toMatchObject({ status: 200, body: { abgleich: { ergebnis: 'stimmt' } } });
    const done = await world.mailroom.post(`/api/stapel/${stapel.id}/abschluss`, {});
    expect(done.status).toBe(200);
  });

  it('is nobody’s business outside the Poststelle', async () => {
    const stapel = await open({});
    const clerk = createClient(world.running.url);
    await clerk.signIn(world.city.logins.clerk, cityPassword);
    expect((await clerk.get('/api/stapel')).status).toBe(403);
    expect((await clerk.get(`/api/stapel/${stapel.id}`)).status).toBe(403);
    clerk.close();
  });

  it('gives its figures and its Übergabeprotokoll as a table that cannot hide a formula', async () => {
    const stapel = await open({ bezeichnung: '=HYPERLINK("x")', erwarteteBlaetter: 1 });
    const one = await accepted(stapel, 'tabelle', await pagesOf('tabelle', 1));
    await settled(stapel, 'stimmt');
    const handover = await world.mailroom.get(`/api/stapel/${stapel.id}/protokoll.csv`);
    expect(handover.body).toContain(one.eingangsnummer);
    expect(handover.body).toContain(`"'=HYPERLINK(""x"")"`);
    const figures = String((await world.mailroom.get('/api/stapel/zahlen.csv?offen=true')).body);
    expect(figures.split('\r\n').some((line) => line.startsWith(`${stapel.nummer};`))).toBe(true);
    const list = StapelListe.parse((await world.mailroom.get('/api/stapel?offen=true')).body);
    expect(list.stapel.map(({ id }) => id)).toContain(stapel.id);
  });
});

const pageTexts = (itemId: string): Promise<string[]> =>
  asSystem(world.running.app.db, async (tx) =>
    (
      await rows(
        tx,
        sql<{
          text: string;
        }>`select text from seite where posteingang_id = ${itemId} order by nummer`,
      )
    ).map(({ text }) => text.split('\n')[0] ?? ''),
  );

const stateOfItem = async (id: string) =>
  (await world.mailroom.get(`/api/posteingaenge/${id}/status`)).body as {
    zustand: string;
    clearing: { code: string } | null;
  };

const inClearing = (id: string, code: string) =>
  eventually(
    () => stateOfItem(id),
    (state) => state.clearing?.code === code,
  );

/** Machines are shared; page work takes what it takes. */
const workMs = 300_000;

describe('sheets whose sides were scanned one after the other', () => {
  const reversed = (name: string, count: number): Promise<Buffer> =>
    letterPdf(
      Array.from({ length: count }, (_, index) => [
        `${name} Blatt ${count - index} hinten`,
        'Dieser Satz steht auf der Rückseite und hat genug Wörter für eine Textebene.',
      ]),
    );
  const fronts = (name: string, count: number): Promise<Buffer> =>
    letterPdf(
      Array.from({ length: count }, (_, index) => [
        `${name} Blatt ${index + 1} vorn`,
        'Dieser Satz steht auf der Vorderseite und hat genug Wörter für eine Textebene.',
      ]),
    );

  it(
    'become one item with one number and the pages in the order of the paper, whichever side comes first',
    async () => {
      for (const { order, sheets } of [
        // More than one child renders, so that the steps of the page numbers are put to the test.
        { order: ['vorderseiten', 'rueckseiten'], sheets: 9 },
        { order: ['rueckseiten', 'vorderseiten'], sheets: 2 },
      ]) {
        const stapel = await open({ seitenmodus: 'getrennt', erwarteteBlaetter: sheets });
        const name = fresh(`paar-${order[0]}`);
        const files = {
          vorderseiten: await fronts(name, sheets),
          rueckseiten: await reversed(name, sheets),
        };
        const [first = '', second = ''] = order;
        const bytes = (side: string): Buffer =>
          side === 'vorderseiten' ? files.vorderseiten : files.rueckseiten;
        const one = await accepted(stapel, `${name}-1`, bytes(first), first);
        expect((await settled(stapel, 'unvollstaendig')).abgleich.alarm).toBe(true);
        const two = await accepted(stapel, `${name}-2`, bytes(second), second);
        expect(two.eingangsnummer).toBe(one.eingangsnummer);
        expect((await settled(stapel, 'stimmt')).abgleich.gescannt).toBe(sheets);
        await eventually(
          () => stateOfItem(one.id),
          (state) => state.zustand !== 'in_bearbeitung',
        );
        expect(await pageTexts(one.id)).toEqual(
          Array.from({ length: sheets }, (_, index) => [
            `${name} Blatt ${index + 1} vorn`,
            `${name} Blatt ${index + 1} hinten`,
          ]).flat(),
        );
      }
    },
    workMs,
  );

  it(
    'go to Clearing when they are not equally many, and keep every page when a person goes on',
    async () => {
      const name = fresh('ungleich');
      const stapel = await open({ seitenmodus: 'getrennt', erwarteteBlaetter: 3 });
      const one = await accepted(stapel, 'ungleich-v', await fronts(name, 3), 'vorderseiten');
      await accepted(stapel, 'ungleich-r', await reversed(name, 2), 'rueckseiten');
      await inClearing(one.id, 'blattseiten-ungleich');
      expect((await read(stapel)).abgleich).toMatchObject({
        ergebnis: 'unvollstaendig',
        alarm: true,
      });
      await world.mailroom.post(`/api/posteingaenge/${one.id}/nochmal`);
      await eventually(
        () => pageTexts(one.id),
        (texts) => texts.length === 5,
      );
      expect(await pageTexts(one.id)).toEqual([
        `${name} Blatt 1 vorn`,
        `${name} Blatt 2 vorn`,
        `${name} Blatt 3 vorn`,
        `${name} Blatt 1 hinten`,
        `${name} Blatt 2 hinten`,
      ]);
    },
    workMs,
  );

  it(
    'go to Clearing when the Stapel is closed before the other side has come',
    async () => {
      const stapel = await open({ seitenmodus: 'getrennt' });
      const one = await accepted(
        stapel,
        'allein',
        await fronts(fresh('allein'), 2),
        'vorderseiten',
      );
      await settled(stapel, 'unvollstaendig');
      const closed = await world.mailroom.post(`/api/stapel/${stapel.id}/abschluss`, {
        grund: 'Die Rückseiten sind leer.',
      });
      expect(closed.status).toBe(200);
      await inClearing(one.id, 'blattseiten-fehlen');
      await world.mailroom.post(`/api/posteingaenge/${one.id}/nochmal`);
      await eventually(
        () => pageTexts(one.id),
        (texts) => texts.length === 2,
      );
    },
    workMs,
  );

  it('must say which side they are', async () => {
    const stapel = await open({ seitenmodus: 'getrennt' });
    const silent = await scan(stapel, 'stumm', await fronts(fresh('stumm'), 1));
    expect(silent).toMatchObject({ status: 422, body: { code: 'blattseiten-angabe' } });
  });
});
