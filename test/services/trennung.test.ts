import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { startItem } from '#pipeline/store.js';
import { loadBlattSchluessel } from '#posteingang/index.js';
import { getItem, saveParts } from '#posteingang/inhalt.repository.js';
import { findOcrImage, listUnreadPages, savePages } from '#posteingang/seiten.repository.js';
import { markSheets, markSplit } from '#posteingang/separation.repository.js';
import { createBlaetterRoutes } from '#posteingang/trennung/blaetter.routes.js';
import { readBlattCode } from '#posteingang/trennung/blatt-code.js';
import { legeBriefeAn } from '#posteingang/trennung/briefe.js';
import { planeTrennung } from '#posteingang/trennung/plan.js';
import { createTrennregeln } from '#posteingang/trennung/regeln.js';
import { createSeitenordnungRoutes } from '#posteingang/trennung/seitenordnung.routes.js';
import type { Seitenordnung } from '#posteingang/trennung/seitenordnung.schema.js';
import { rasterise } from '#sample/render/rasterise.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
  aVorgang,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp, testConfig } from '#test/support/own-app.js';
import { readCodes } from '#tools/code-reader.js';

const key = Buffer.from('der Schlüssel dieser Prüfung, lang genug');
let app: OwnApp;
let unit: { id: string };
let poststelle: { cookie: string };

beforeAll(async () => {
  app = await startOwnApp(({ db, config }) => [
    ...createBlaetterRoutes({ db, config, blattSchluessel: key }),
    ...createSeitenordnungRoutes({ db, afterCommit: () => undefined }),
  ]);
  unit = await anOrganisationseinheit(app.db, { kuerzel: '33', name: 'Ordnungsamt' });
  poststelle = await aSignedIn(app.db, 'poststelle', unit.id);
});
afterAll(() => app.close());

const page = (nummer: number) => ({
  nummer,
  bestandteil: 0,
  bestandteilSeite: nummer,
  bildSha256: `bild${nummer}`,
  bildMediaType: 'image/jpeg',
  archivBildSha256: null,
  breite: 800,
  hoehe: 1100,
  dpi: 100,
  ocrBildSha256: null,
  ocrDpi: null,
  breitePt: 595,
  hoehePt: 842,
  textebene: 'none',
  beschaedigt: false,
  leer: false,
  text: { source: 'ocr' as const, text: `Seite ${nummer}`, words: [], meanConfidence: 0.9 },
  codes: [],
});

/** A stack of so many pages that waits in Clearing. */
const aStack = async (pages: number): Promise<string> => {
  const { id } = await aPosteingang(app.db, { zustand: 'clearing' });
  await asSystem(app.db, async (tx) => {
    await saveParts(tx, id, [
      {
        position: 0,
        rolle: 'original',
        dateiname: 'stapel.pdf',
        mediaType: 'application/pdf',
        sha256: 'abc',
        size: 10,
        seitenzahl: pages,
        ersteSeite: 1,
        schritt: 1,
        hinweis: null,
      },
    ]);
    await savePages(
      tx,
      id,
      Array.from({ length: pages }, (_value, at) => page(at + 1)),
    );
    await startItem(tx, { id, pipeline: 'posteingang', lane: 0, fairnessKey: 'a' });
    await rows(
      tx,
      sql`update work_item set state = 'clearing', stage = 'separate' where id = ${id}`,
    );
  });
  return id;
};

/** What the workers would do: the letter has run and waits in Clearing. */
const letWait = (id: string) =>
  asSystem(app.db, async (tx) => {
    await rows(tx, sql`update work_item set state = 'clearing' where id = ${id}`);
    await rows(tx, sql`update posteingang set zustand = 'clearing' where id = ${id}`);
  });

const orderOf = async (id: string): Promise<Seitenordnung> => {
  const answer = await app.ask({
    path: `/api/posteingaenge/${id}/seitenordnung`,
    cookie: poststelle.cookie,
  });
  expect(answer.status).toBe(200);
  return answer.body;
};

interface Wish {
  id: string | null;
  pages: readonly (number | { seite: number; drehung?: number; ausgeschlossen?: boolean })[];
}

const arrange = (
  id: string,
  version: number,
  wishes: readonly Wish[],
  trennseiten: number[] = [],
) =>
  app.ask({
    method: 'PUT',
    path: `/api/posteingaenge/${id}/seitenordnung`,
    cookie: poststelle.cookie,
    body: {
      version,
      trennseiten,
      briefe: wishes.map((wish) => ({
        id: wish.id,
        seiten: wish.pages.map((one) => {
          const facts = typeof one === 'number' ? { seite: one } : one;
          const { seite, drehung = 0, ausgeschlossen = false } = facts;
          return { stapelSeite: seite, drehung, ausgeschlossen };
        }),
      })),
    },
  });

const pagesOf = (order: Seitenordnung): number[][] =>
  order.briefe.map((letter) => letter.seiten.map((one) => one.stapelSeite));

const registerOf = () =>
  asSystem(app.db, (tx) =>
    firstRow(
      tx,
      sql<{
        zeilen: number;
        letzte: number;
      }>`select count(*)::int as zeilen, max(laufnummer) as letzte from posteingang`,
    ),
  );

const workOf = (id: string) =>
  asSystem(app.db, (tx) =>
    firstRow(
      tx,
      sql<{
        state: string;
        stage: string;
        run: number;
      }>`select state, stage, run from work_item where id = ${id}`,
    ),
  );

describe('the pages of a stack', () => {
  it('are split into letters with numbers of their own, merged again and brought back', async () => {
    const id = await aStack(5);
    const first = await orderOf(id);
    expect(pagesOf(first)).toEqual([[1, 2, 3, 4, 5]]);
    const pictures = (order: Seitenordnung) =>
      order.briefe.flatMap((letter) => letter.seiten.map((one) => one.bild?.split('?')[1]));
    expect(new Set(pictures(first)).size).toBe(5);
    const split = await arrange(id, first.version, [
      { id, pages: [1, 2] },
      { id: null, pages: [3] },
      { id: null, pages: [4, 5] },
    ]);
    expect(split.status).toBe(202);
    const cut: Seitenordnung = split.body;
    expect(pagesOf(cut)).toEqual([[1, 2], [3], [4, 5]]);
    // Another page in the same place has another address: no browser shows the old picture for it.
    expect(pictures(cut)).toEqual(pictures(first));
    expect(await workOf(id)).toMatchObject({ state: 'done' });
    expect(cut.briefe.every((letter) => letter.zustand === 'in_bearbeitung')).toBe(true);
    for (const letter of cut.briefe) await letWait(letter.id);

    const [a, b, c] = cut.briefe;
    const merged = await arrange(id, cut.version, [
      { id: a?.id ?? null, pages: [1, 2, 3] },
      { id: c?.id ?? null, pages: [4, 5] },
    ]);
    expect(merged.status).toBe(202);
    expect(pagesOf(merged.body)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(await workOf(a?.id ?? '')).toMatchObject({
      state: 'open',
      stage: 'renderArchiveCopy',
      run: 2,
    });
    expect(await workOf(c?.id ?? '')).toMatchObject({ run: 1 });
    await letWait(a?.id ?? '');

    const back = await app.ask({
      method: 'POST',
      path: `/api/posteingaenge/${id}/seitenordnung/rueckgaengig`,
      cookie: poststelle.cookie,
      body: { version: merged.body.version },
    });
    expect(back.status).toBe(202);
    expect(pagesOf(back.body)).toEqual([[1, 2], [3], [4, 5]]);
    expect(back.body.briefe[1]).toMatchObject({ id: b?.id, eingangsnummer: b?.eingangsnummer });
    for (const letter of cut.briefe) await letWait(letter.id);
    const whole = await app.ask({
      method: 'POST',
      path: `/api/posteingaenge/${id}/seitenordnung/rueckgaengig`,
      cookie: poststelle.cookie,
      body: { version: back.body.version },
    });
    expect(pagesOf(whole.body)).toEqual([[1, 2, 3, 4, 5]]);
    expect(await workOf(id)).toMatchObject({ state: 'open', stage: 'renderArchiveCopy' });
    const register = await registerOf();
    expect(register?.zeilen).toBe(register?.letzte);
  });

  it('are turned, reordered and excluded in place, without a new number', async () => {
    const id = await aStack(3);
    const { version } = await orderOf(id);
    const before = await registerOf();
    const answer = await arrange(id, version, [
      { id, pages: [{ seite: 3, drehung: 180 }, 1, { seite: 2, ausgeschlossen: true }] },
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body.briefe[0].seiten).toMatchObject([
      { stapelSeite: 3, drehung: 180 },
      { stapelSeite: 1, drehung: 0 },
      { stapelSeite: 2, ausgeschlossen: true },
    ]);
    expect(await registerOf()).toEqual(before);
    const actions = (await auditOf(app.db, id)).map((event) => event.action);
    expect(actions).toContain('posteingang.seiten-geordnet');
    const kept = await asSystem(app.db, (tx) =>
      firstRow(
        tx,
        sql<{
          vorher: { briefe: unknown[] };
        }>`select vorher from seitenkorrektur where stapel_eingang_id = ${id}`,
      ),
    );
    expect(kept?.vorher.briefe).toHaveLength(1);
  });

  it('that a person has turned are read once more with that turn, the others are not', async () => {
    const id = await aStack(3);
    await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`update seite set ocr_bild_sha256 = 'ocr' || nummer where posteingang_id = ${id}`,
      ),
    );
    const { version } = await orderOf(id);
    const cut = await arrange(id, version, [
      { id, pages: [1, { seite: 2, drehung: 90 }] },
      { id: null, pages: [3] },
    ]);
    expect(cut.status).toBe(202);
    const [turned, other] = (cut.body as Seitenordnung).briefe;
    expect(await workOf(turned?.id ?? '')).toMatchObject({ stage: 'recogniseText' });
    expect(await workOf(other?.id ?? '')).toMatchObject({ stage: 'renderArchiveCopy' });
    const unread = await asSystem(app.db, (tx) => listUnreadPages(tx, turned?.id ?? ''));
    expect(unread).toEqual([2]);
    const picture = await asSystem(app.db, (tx) => findOcrImage(tx, turned?.id ?? '', 2));
    expect(picture).toMatchObject({ ocrBildSha256: 'ocr2', vorgabe: 90 });
    const kept = await asSystem(app.db, (tx) => findOcrImage(tx, turned?.id ?? '', 1));
    expect(kept).toMatchObject({ vorgabe: null });
  });

  it('that were a sheet become pages again, and pages sheets', async () => {
    const id = await aStack(3);
    const { version } = await orderOf(id);
    const aside = await arrange(id, version, [{ id, pages: [1, 3] }], [2]);
    expect(aside.status).toBe(202);
    const { briefe, trennseiten, version: next } = aside.body as Seitenordnung;
    expect(trennseiten).toMatchObject([{ stapelSeite: 2, drehung: 0 }]);
    const letter = briefe[0]?.id ?? '';
    await letWait(letter);
    const back = await arrange(id, next, [{ id: letter, pages: [1, 2, 3] }]);
    expect(pagesOf(back.body)).toEqual([[1, 2, 3]]);
  });

  it('that were put right are handed out to learn from, without a word of the letters', async () => {
    const id = await aStack(4);
    const { version } = await orderOf(id);
    await arrange(id, version, [
      { id, pages: [1, { seite: 2, drehung: 90 }] },
      { id: null, pages: [3, { seite: 4, ausgeschlossen: true }] },
    ]);
    const response = await fetch(`${app.origin}/api/trennung/korrekturen.ndjson`, {
      headers: { Cookie: poststelle.cookie },
    });
    const text = await response.text();
    expect(text).not.toContain('"text"');
    const own = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((one) => one.stapel === id);
    expect(own.map((one) => [one.seite, one.vorher, one.nachher, one.gedreht])).toEqual([
      [1, 'anfang', 'anfang', 0],
      [2, 'fortsetzung', 'fortsetzung', 90],
      [3, 'fortsetzung', 'anfang', 0],
      [4, 'fortsetzung', 'ausgeschlossen', 0],
    ]);
    expect(own[1].zeichen).toContain('folgeseite');
  });

  it('are refused when one is missing or twice, and when somebody else was faster', async () => {
    const id = await aStack(3);
    const { version } = await orderOf(id);
    const missing = await arrange(id, version, [{ id, pages: [1, 2] }]);
    expect(missing.status).toBe(422);
    expect(missing.body.message).toContain('Jede gescannte Seite muss genau einmal vorkommen');
    expect((await arrange(id, version, [{ id, pages: [1, 2, 3, 3] }])).status).toBe(422);
    expect((await arrange(id, version, [{ id, pages: [3, 2, 1] }])).status).toBe(202);
    const late = await arrange(id, version, [{ id, pages: [1, 2, 3] }]);
    expect(late.status).toBe(409);
    expect(late.body.code).toBe('ordnung-veraltet');
  });

  it('of a letter that has been assigned stay as they are', async () => {
    const id = await aStack(2);
    const { version } = await orderOf(id);
    const cut = await arrange(id, version, [
      { id: null, pages: [1] },
      { id: null, pages: [2] },
    ]);
    const [a, b] = (cut.body as Seitenordnung).briefe;
    const working = await arrange(id, cut.body.version, [{ id: a?.id ?? null, pages: [1, 2] }]);
    expect(working.body).toMatchObject({ code: 'eingang-in-arbeit' });
    await letWait(a?.id ?? '');
    await asSystem(app.db, (tx) =>
      rows(tx, sql`update posteingang set zustand = 'zugeordnet' where id = ${b?.id}`),
    );
    const refused = await arrange(id, cut.body.version, [{ id: a?.id ?? null, pages: [1, 2] }]);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('eingang-zugeordnet');
    expect(refused.body.message).toContain('„Weitergeben“ an die Poststelle zurück');
    const shown = (await orderOf(id)).briefe.find((letter) => letter.id === b?.id);
    // What has reached its unit is no longer the Poststelle's to see.
    expect(shown).toMatchObject({ aenderbar: false, seiten: [{ bild: null }] });
    expect(shown?.hinweis).toContain('im Postkorb');
  });

  it('are arranged by the Poststelle only', async () => {
    const id = await aStack(2);
    const clerk = await aSignedIn(app.db, 'sachbearbeitung', unit.id);
    const answer = await app.ask({
      path: `/api/posteingaenge/${id}/seitenordnung`,
      cookie: clerk.cookie,
    });
    expect(answer.status).toBe(403);
  });
});

describe('a stack that is cut at sheets', () => {
  it('has as many pages in its letters and sheets as were scanned', async () => {
    const id = await aStack(4);
    const plan = {
      briefe: [{ seiten: [1] }, { seiten: [3, 4] }],
      trennseiten: [{ seite: 2, grund: 'Trennblatt' }],
    };
    const vorgang = await aVorgang(app.db, { organisationseinheitId: unit.id });
    const made = await asSystem(app.db, async (tx) => {
      const stack = await getItem(tx, id);
      const letters = plan.briefe.map(({ seiten }, at) => ({
        seiten: seiten.map((stapelSeite) => ({ stapelSeite })),
        deckblatt:
          at === 0
            ? null
            : { art: 'deckblatt' as const, vorgangId: vorgang.id, blaetter: 2, nummer: 'A' },
      }));
      const ids = await legeBriefeAn(tx, stack, letters, { newId: randomUUID, firstPosition: 1 });
      await markSheets(tx, id, plan.trennseiten);
      await markSplit(tx, id);
      return ids;
    });
    const order = await orderOf(id);
    expect(pagesOf(order)).toEqual([[1], [3, 4]]);
    expect(order.trennseiten).toMatchObject([{ stapelSeite: 2, grund: 'Trennblatt' }]);
    const letter = await asSystem(app.db, (tx) => getItem(tx, made[1] ?? ''));
    expect(letter).toMatchObject({
      deckblattVorgangId: vorgang.id,
      erwarteteBlaetter: 2,
      seitenzahl: 2,
    });
  });
});

const pdfOf = async (path: string) => {
  const response = await fetch(`${app.origin}${path}`, { headers: { Cookie: poststelle.cookie } });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
};

describe('printed sheets', () => {
  it('are read back from paper, each with its own number, and cut a stack', async () => {
    const { status, bytes } = await pdfOf('/api/trennblaetter.pdf?anzahl=2');
    expect(status).toBe(200);
    const { pages } = await rasterise(bytes, { dpiX: 150, dpiY: 150, colour: false });
    const texts: string[] = [];
    for (const { width, height, data } of pages) {
      const codes = await readCodes({ width, height, data }, { dpi: 150 });
      expect(codes.map((code) => code.format).sort()).toEqual(['DataMatrix', 'QRCode']);
      texts.push(codes[0]?.text ?? '');
    }
    expect(new Set(texts).size).toBe(2);
    const regeln = createTrennregeln(testConfig(), key);
    const stack = [
      { nummer: 1, leer: false, codes: [{ format: 'QRCode', text: texts[0] ?? '' }] },
      { nummer: 2, leer: false, codes: [] },
    ];
    expect(planeTrennung(stack, regeln)?.briefe).toMatchObject([{ seiten: [2] }]);
  });

  it('for a Vorgang name it, and only one that the person may know', async () => {
    const open = await aVorgang(app.db, { organisationseinheitId: unit.id });
    const hidden = await aVorgang(app.db, { organisationseinheitId: unit.id, vertraulichkeit: 1 });
    const { status, bytes } = await pdfOf(`/api/deckblatt.pdf?vorgangId=${open.id}&blaetter=3`);
    expect(status).toBe(200);
    const [drawn] = (await rasterise(bytes, { dpiX: 150, dpiY: 150, colour: false })).pages;
    if (drawn === undefined) throw new Error('the cover sheet has no page');
    const { width, height, data } = drawn;
    const [code] = await readCodes({ width, height, data }, { dpi: 150 });
    expect(readBlattCode(key, code?.text ?? '')).toMatchObject({
      art: 'deckblatt',
      vorgangId: open.id,
      blaetter: 3,
    });
    expect((await pdfOf(`/api/deckblatt.pdf?vorgangId=${hidden.id}`)).status).toBe(404);
  });

  it('are signed with a key that is made once and kept', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'poststelle-schluessel-'));
    try {
      const [one, other] = await Promise.all([
        loadBlattSchluessel({ dataDir, trennung: {} }),
        loadBlattSchluessel({ dataDir, trennung: {} }),
      ]);
      expect(one).toEqual(other);
      expect(await loadBlattSchluessel({ dataDir, trennung: {} })).toEqual(one);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
