import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { lane, startItem } from '#pipeline/store.js';
import type { Druckweg } from '#postausgang/druckwege/druckweg.js';
import { createPostlaufTakt } from '#postausgang/index.js';
import { mittelOf } from '#postausgang/postausgang-deps.js';
import type { LaufDetail } from '#postausgang/postlauf/postlauf.schema.js';
import { postlaufDepsOf } from '#postausgang/postlauf/postlauf-deps.js';
import { createTakt, letzteZeit } from '#postausgang/postlauf/takt.js';
import { aPostausgang, aSignedIn } from '#test/support/builders.js';
import { aCase, type LetterOffice, openOffice, stateOf } from '#test/support/letters.js';

let office: LetterOffice;
beforeAll(async () => {
  office = await openOffice({ postlauf: { sammeln: true }, postlaufLeaseSeconds: 30 });
});
afterAll(() => office.close());

const empfaenger = (name: string, plz = '05110') => ({
  name,
  zusatz: '',
  strasse: 'Gartenstraße 4',
  plz,
  ort: 'Lohwerda',
  land: '',
  email: null,
});

/** A released letter for paper that has come as far as its dispatch. */
const aWaitingLetter = async (to = empfaenger('Jens Hartwig'), versandart = 'normal') => {
  const vorgang = await aCase(office);
  const authorId = office.author.id;
  const id = await aPostausgang(office.db, {
    vorgangId: vorgang.id,
    authorId,
    empfaenger: to,
    vorlage: 'anschreiben',
  });
  await asSystem(office.db, async (tx) => {
    await rows(
      tx,
      sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = 'druck', briefdatum = '2026-11-23',
            versandart = ${versandart} where id = ${id}`,
    );
    await startItem(tx, { id, pipeline: 'postausgang', lane: lane.interactive, fairnessKey: '' });
  });
  return id;
};
const ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, who = office.outgoing) =>
  office.app.ask({
    method,
    path,
    cookie: who.cookie,
    ...(method === 'GET' ? {} : { body: body ?? {} }),
  });
const printed = async (): Promise<string[]> =>
  (await readdir(office.printFolder).catch(() => []))
    .filter((name) => name.endsWith('.pdf'))
    .sort();
const pass = () => createPostlaufTakt(office.deps).pass();
const makeRun = async (): Promise<LaufDetail> => {
  await office.settle();
  const { status, body } = await ask('POST', '/api/postlaeufe');
  expect(status).toBe(201);
  return body as LaufDetail;
};
const runOf = async (id: string): Promise<LaufDetail> =>
  (await ask('GET', `/api/postlaeufe/${id}`)).body as LaufDetail;
const zustaende = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await stateOf(office.db, id))?.zustand));
const countRows = async (): Promise<unknown> =>
  asSystem(office.db, (tx) =>
    firstRow(
      tx,
      sql`select (select count(*)::int from postlauf) as laeufe, (select count(*)::int from postlauf_brief) as briefe,
            (select max(updated_at) from postausgang) as geaendert, (select count(*)::int from audit_event) as protokoll`,
    ),
  );

describe('a postal run', () => {
  it('takes what waits, in one envelope where it may, and sends it once with an Ab-Vermerk', async () => {
    const [a, b, c, d] = [
      await aWaitingLetter(),
      await aWaitingLetter(empfaenger('JENS HARTWIG')),
      await aWaitingLetter(empfaenger('Ute Kern', '01067')),
      await aWaitingLetter(undefined, 'pza'),
    ];
    const ids = [a, b, c, d];
    await office.settle();
    expect(await zustaende(ids)).toEqual(['queued', 'queued', 'queued', 'queued']);
    expect(await printed()).toEqual([]);

    const before = await countRows();
    const { body: seen } = await ask('GET', '/api/postlauf/vorschau');
    expect(seen).toMatchObject({ sammelt: true, zahlen: { briefe: 4, umschlaege: 3 } });
    expect(seen.zahlen.einzelnCent - seen.zahlen.cent).toBe(95);
    expect(await countRows()).toEqual(before);

    const run = await makeRun();
    expect(run).toMatchObject({ zustand: 'berechnet', briefe: 4, pza: 1, zahlen: seen.zahlen });
    expect((await ask('POST', '/api/postlaeufe')).status).toBe(204);
    await pass();
    expect(await printed()).toEqual([]);

    expect((await ask('POST', `/api/postlaeufe/${run.id}/freigabe`)).status).toBe(200);
    expect((await ask('POST', `/api/postlaeufe/${run.id}/freigabe`)).status).toBe(409);
    await pass();
    await pass();
    await office.settle();
    expect(await zustaende(ids)).toEqual(['sent', 'sent', 'sent', 'sent']);
    const files = await printed();
    expect(files).toEqual([
      `postlauf_${run.nummer}_datei_01.pdf`,
      `postlauf_${run.nummer}_datei_02.pdf`,
    ]);
    const sheets = await Promise.all(
      files.map(async (name) =>
        (await PDFDocument.load(await readFile(join(office.printFolder, name)))).getPageCount(),
      ),
    );
    expect(sheets.reduce((sum, pages) => sum + pages, 0)).toBe(2 * run.zahlen.blaetter);
    const after = await runOf(run.id);
    expect(after).toMatchObject({ zustand: 'erledigt', offen: 0 });

    const vermerke = await asSystem(office.db, (tx) =>
      rows<{ text: string }>(
        tx,
        sql`select v.text from vermerk v join postausgang p on p.dokument_id = v.dokument_id where p.id = ${b}`,
      ),
    );
    // Dresden comes first by its postal code.
    expect(vermerke[0]?.text).toContain(`Postlauf ${run.nummer}, Umschlag 2, Standardbrief.`);
    const list = await readFile(
      join(office.printFolder, `postlauf_${run.nummer}_datei_01_liste.csv`),
      'utf8',
    );
    expect(list.split('\r\n')).toHaveLength(5);
    expect(list).not.toContain('Hartwig');
    const service = await ask('GET', `/api/postlaeufe/${run.id}/zustellungsauftraege`);
    expect(service.text).toContain('Jens Hartwig');
  });

  it('is not released when a letter of it was stopped, and gives its letters back', async () => {
    const ids = [await aWaitingLetter(), await aWaitingLetter(empfaenger('Ute Kern'))];
    const run = await makeRun();
    const stopped = await ask('POST', `/api/postausgaenge/${ids[0]}/storno`, {}, office.author);
    expect(stopped.status).toBe(200);
    const refused = await ask('POST', `/api/postlaeufe/${run.id}/freigabe`);
    expect(refused.status).toBe(409);
    expect(refused.body.message).toContain('1 Schreiben');
    expect((await ask('POST', `/api/postlaeufe/${run.id}/verwerfen`)).status).toBe(200);
    const next = await makeRun();
    expect(next).toMatchObject({ briefe: 1 });
    await ask('POST', `/api/postlaeufe/${next.id}/freigabe`);
    // Released, it can be stopped no more.
    const late = await ask('POST', `/api/postausgaenge/${ids[1]}/storno`, {}, office.author);
    expect(late.status).toBe(403);
    await pass();
    expect(await zustaende(ids)).toEqual(['storniert', 'sent']);
  });

  it('is the mailroom’s alone; the author sees the line of the letter and chooses how it goes', async () => {
    const id = await aWaitingLetter();
    for (const who of [office.author, office.second, office.stranger]) {
      expect((await ask('GET', '/api/postlaeufe', undefined, who)).status).toBe(403);
      expect((await ask('POST', '/api/postlaeufe', {}, who)).status).toBe(403);
    }
    await office.settle();
    const path = `/api/postausgaenge/${id}`;
    const wish = { versandart: 'einschreiben_einwurf', persoenlich: true, beilagenGramm: 10 };
    const strange = await ask('PUT', `${path}/versandart`, wish, office.stranger);
    expect(strange.status).toBe(404);
    const changed = await ask('PUT', `${path}/versandart`, wish, office.author);
    expect(changed.body).toMatchObject({ ...wish, aenderbar: true, lauf: null });
    const run = await makeRun();
    const { body } = await ask('GET', `${path}/postlauf`, undefined, office.author);
    expect(body).toMatchObject({
      aenderbar: false,
      lauf: { nummer: run.nummer, produkt: 'Standardbrief, Einschreiben Einwurf', cent: 330 },
    });
    expect((await ask('PUT', `${path}/versandart`, wish, office.author)).status).toBe(409);
    expect((await ask('GET', `${path}/postlauf`, undefined, office.stranger)).status).toBe(404);
    await ask('POST', `/api/postlaeufe/${run.id}/freigabe`);
    await pass();
  });

  it('prints a damaged sheet once more with a reason, without a second dispatch', async () => {
    const [run] = (await ask('GET', '/api/postlaeufe')).body.laeufe;
    const files = await printed();
    const path = `/api/postlaeufe/${run.id}/umschlaege/1/nachdruck`;
    const copy = await fetch(`${office.app.origin}${path}`, {
      method: 'POST',
      body: JSON.stringify({ grund: 'Kuvertierer hat das Blatt zerrissen', blatt: 1 }),
      headers: {
        'content-type': 'application/json',
        cookie: office.outgoing.cookie,
        origin: office.app.origin,
      },
    });
    expect(copy.status).toBe(200);
    expect((await PDFDocument.load(await copy.arrayBuffer())).getPageCount()).toBe(2);
    expect((await ask('POST', path, { grund: 'zerrissen', blatt: 9 })).status).toBe(400);
    expect(await printed()).toEqual(files);
    expect((await runOf(run.id)).nachdrucke).toMatchObject([
      { umschlag: 1, blatt: 1, grund: 'Kuvertierer hat das Blatt zerrissen' },
    ]);
  });
});

describe('the report of postage', () => {
  const report = async (who: { cookie: string }, days = 'von=2026-01-01&bis=2099-12-31') =>
    ask('GET', `/api/postlauf/kosten?${days}`, undefined, { ...office.author, ...who });

  it('adds up to the runs for the Revision, and is only its own for a Leitung', async () => {
    const revision = await aSignedIn(office.db, 'revision', office.amt.id);
    const leitung = await aSignedIn(office.db, 'leitung', office.amt.id);
    const { laeufe } = (await ask('GET', '/api/postlaeufe')).body;
    const done = laeufe.filter((one: { zustand: string }) => one.zustand === 'erledigt');
    const paid = done.reduce((sum: number, one: { cent: number }) => sum + one.cent, 0);
    expect(paid).toBeGreaterThan(0);
    for (const who of [revision, leitung]) {
      const { body } = await report(who);
      const sum = (name: string): number =>
        body.zeilen.reduce(
          (total: number, line: Record<string, number>) => total + (line[name] ?? 0),
          0,
        );
      expect(sum('cent')).toBe(paid);
      expect(sum('erspart')).toBe(95);
      // The price of the PZA is not certain.
      expect(sum('unsicher')).toBeGreaterThan(0);
    }
    const shown = (await report(leitung)).body;
    expect(shown.gesamt).toBe(shown.wege[0].briefe);
    expect(shown).toMatchObject({ digital: 0, wege: [{ weg: 'Druckordner' }] });
    // The head of another unit.
    expect((await report(office.stranger)).body).toMatchObject({ zeilen: [], gesamt: 0 });
    expect((await report(office.author)).status).toBe(403);
    expect((await report(leitung, 'von=2020-01-01&bis=2020-12-31')).body.zeilen).toEqual([]);
    expect((await report(leitung, 'von=2027-01-01&bis=2020-12-31')).status).toBe(422);
    const file = await ask(
      'GET',
      '/api/postlauf/kosten/datei?von=2026-01-01&bis=2099-12-31',
      undefined,
      { ...office.author, ...leitung },
    );
    expect(file.text).toContain(';"0,95";');
  });
});

/** A printer that breaks off. */
const breaking = (
  how: { at: 'before' | 'after'; evidence?: boolean },
  given: { delivered: string[] },
): Druckweg => ({
  art: 'druck',
  deliver: async (auftrag, { commit }) => {
    if (how.at === 'before') throw new Error('the printer is away');
    await commit('job-1');
    if (how.evidence !== false) given.delivered.push(auftrag.name);
    throw new Error('the connection broke');
  },
  findEvidence: () =>
    Promise.resolve(
      how.evidence === undefined
        ? undefined
        : {
            hinausgegangen: how.evidence,
            nachweis: { art: 'abgleich' as const, text: 'Der Drucker hat geantwortet.' },
          },
    ),
  probe: () => Promise.resolve({ erreichbar: true, text: '' }),
});

describe('a print file whose handing over breaks off', () => {
  const released = async () => {
    const ids = [await aWaitingLetter(), await aWaitingLetter(empfaenger('Ute Kern'))];
    const run = await makeRun();
    await ask('POST', `/api/postlaeufe/${run.id}/freigabe`);
    return { ids, run };
  };
  const passWith = (weg: Druckweg) =>
    createTakt({ ...postlaufDepsOf(office.deps, mittelOf(office.deps)), wege: [weg] }).pass();
  const endPause = () =>
    asSystem(office.db, (tx) =>
      rows(
        tx,
        sql`update postlauf_datei set naechster_versuch_at = now() where naechster_versuch_at is not null`,
      ),
    );

  it('before the point of no return is handed over later, with all its letters', async () => {
    const { ids, run } = await released();
    await passWith(breaking({ at: 'before' }, { delivered: [] }));
    expect(await zustaende(ids)).toEqual(['claimed', 'claimed']);
    expect(await runOf(run.id)).toMatchObject({ offen: 1 });
    await endPause();
    await pass();
    expect(await zustaende(ids)).toEqual(['sent', 'sent']);
    expect((await printed()).filter((name) => name.includes(run.nummer))).toHaveLength(1);
  });

  it('beyond it is uncertain, is never sent again by itself, and is settled as a whole by a person', async () => {
    const { ids, run } = await released();
    const delivered: string[] = [];
    await passWith(breaking({ at: 'after' }, { delivered }));
    await endPause();
    await pass();
    await office.recover();
    await office.settle();
    expect(await zustaende(ids)).toEqual(['unknown', 'unknown']);
    expect((await printed()).filter((name) => name.includes(run.nummer))).toEqual([]);
    const alone = await ask('POST', `/api/postausgaenge/${ids[0]}/klaerung`, {
      ergebnis: 'nicht_rausgegangen',
      begruendung: 'nichts im Fach',
    });
    expect(alone.status).toBe(409);
    const path = `/api/postlaeufe/${run.id}/dateien/1/klaerung`;
    const answer = { ergebnis: 'nicht_rausgegangen', begruendung: 'Auftrag fehlt am Drucker' };
    expect((await ask('POST', path, answer, office.author)).status).toBe(403);
    expect((await ask('POST', path, answer)).status).toBe(200);
    expect((await ask('POST', path, answer)).status).toBe(409);
    await pass();
    await office.settle();
    expect(await zustaende(ids)).toEqual(['sent', 'sent']);
    expect((await runOf(run.id)).dateien[0]?.nachweise[0]?.text).toContain(
      'Ist nicht rausgegangen',
    );
  });

  it('that a person saw leave is not sent again', async () => {
    const { ids, run } = await released();
    await passWith(breaking({ at: 'after' }, { delivered: [] }));
    const answer = { ergebnis: 'rausgegangen', begruendung: 'Stapel lag im Fach' };
    await ask('POST', `/api/postlaeufe/${run.id}/dateien/1/klaerung`, answer);
    await pass();
    await office.settle();
    expect(await zustaende(ids)).toEqual(['sent', 'sent']);
    expect((await printed()).filter((name) => name.includes(run.nummer))).toEqual([]);
    expect(await stateOf(office.db, ids[0] ?? '')).toMatchObject({ item: 'done' });
  });

  it('is settled by evidence where the other side gives some', async () => {
    const { ids } = await released();
    const delivered: string[] = [];
    await passWith(breaking({ at: 'after', evidence: true }, { delivered }));
    expect(delivered).toHaveLength(1);
    expect(await zustaende(ids)).toEqual(['sent', 'sent']);
    const second = await released();
    await passWith(breaking({ at: 'after', evidence: false }, { delivered }));
    expect(await zustaende(second.ids)).toEqual(['claimed', 'claimed']);
    await endPause();
    await pass();
    expect(await zustaende(second.ids)).toEqual(['sent', 'sent']);
    expect(delivered).toHaveLength(1);
  });

  it('by the end of its process is taken over before the point of no return, and uncertain beyond it', async () => {
    const { ids, run } = await released();
    const die = (zustand: string) =>
      asSystem(office.db, async (tx) => {
        await rows(
          tx,
          sql`update postlauf_datei set zustand = ${zustand}, token = gen_random_uuid(), attempt = attempt + 1,
                sha256 = coalesce(sha256, 'none'), lease_until = now() - interval '1 second' where postlauf_id = ${run.id}`,
        );
        await rows(
          tx,
          sql`update postausgang set zustand = ${zustand} where id = any (${ids}::uuid[])`,
        );
      });
    await die('committing');
    await passWith(breaking({ at: 'after' }, { delivered: [] }));
    expect(await zustaende(ids)).toEqual(['unknown', 'unknown']);
    await asSystem(office.db, (tx) =>
      rows(tx, sql`update postlauf_datei set sha256 = null where postlauf_id = ${run.id}`),
    );
    await die('claimed');
    await asSystem(office.db, (tx) =>
      rows(tx, sql`update postlauf_datei set sha256 = null where postlauf_id = ${run.id}`),
    );
    await pass();
    expect(await zustaende(ids)).toEqual(['sent', 'sent']);
  });

  it('and that the other side refuses waits for a person: once more, or its letters go with the next run', async () => {
    const { ids, run } = await released();
    const refusing: Druckweg = {
      ...breaking({ at: 'before' }, { delivered: [] }),
      deliver: () =>
        Promise.resolve({
          ergebnis: 'failed',
          antwort: '',
          fehler: { code: 'abgelehnt', text: 'Der Drucker kennt das Format nicht.' },
        }),
    };
    await passWith(refusing);
    expect(await runOf(run.id)).toMatchObject({ gescheitert: 1 });
    const again = await ask('POST', `/api/postlaeufe/${run.id}/dateien/1/nochmal`);
    expect(again.body).toMatchObject({ gescheitert: 0, offen: 1 });
    await passWith(refusing);
    const path = `/api/postlaeufe/${run.id}/dateien/1/aufloesen`;
    await ask('POST', path, { begruendung: 'Drucker in Reparatur' });
    expect(await runOf(run.id)).toMatchObject({ zustand: 'erledigt' });
    expect(await zustaende(ids)).toEqual(['queued', 'queued']);
    const next = await makeRun();
    expect(next.briefe).toBe(2);
    await ask('POST', `/api/postlaeufe/${next.id}/freigabe`);
    await pass();
    await office.settle();
    expect(await zustaende(ids)).toEqual(['sent', 'sent']);
  });
});

describe('runs by the clock', () => {
  it('begin at each of their times once, whoever looks', async () => {
    const id = await aWaitingLetter();
    await office.settle();
    const deps = postlaufDepsOf(office.deps, mittelOf(office.deps));
    const { postlauf } = deps.config;
    const config = {
      ...deps.config,
      postlauf: { ...postlauf, zeiten: ['10:00', '14:00', '16:00'] },
    };
    const keepers = [createTakt({ ...deps, config }), createTakt({ ...deps, config })];
    await Promise.all(keepers.map(({ pass: round }) => round()));
    await office.settle();
    expect(await zustaende([id])).toEqual(['sent']);
    const late = await aWaitingLetter();
    await office.settle();
    for (const { pass: round } of keepers) await round();
    expect(await zustaende([late])).toEqual(['queued']);
  });

  it('are the last time that has passed in Germany', () => {
    const at = (utc: string) => letzteZeit(['14:30', '10:00'], new Date(`2026-11-23T${utc}:00Z`));
    expect(['08:59', '09:00', '13:29', '13:30'].map(at)).toEqual([
      undefined,
      '10:00',
      '10:00',
      '14:30',
    ]);
  });

  it('where nothing is collected, letters that waited leave one by one', async () => {
    const deps = postlaufDepsOf(office.deps, mittelOf(office.deps));
    const off = { ...deps.config, postlauf: { ...deps.config.postlauf, sammeln: false } };
    const other = { ...office.deps, config: off };
    await createTakt({ ...postlaufDepsOf(other, mittelOf(other)) }).pass();
    const waiting = await asSystem(office.db, (tx) =>
      firstRow<{ count: number }>(
        tx,
        sql`select count(*)::int as count from postausgang p join work_item w on w.id = p.id
            where p.zustand = 'queued' and w.state = 'waiting'`,
      ),
    );
    expect(waiting?.count).toBe(0);
  });
});
