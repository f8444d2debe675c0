import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '#infrastructure/clock.js';
import { openDatabase } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { getBrief } from '#postausgang/brief.repository.js';
import { mittelOf } from '#postausgang/postausgang-deps.js';
import type { VorlageDaten } from '#postausgang/vorlagenverwaltung/vorlagendaten.schema.js';
import { aSignedIn, auditOf } from '#test/support/builders.js';
import { aCase, type LetterOffice, openOffice } from '#test/support/letters.js';

let office: LetterOffice;
let first: { id: string; cookie: string };
let second: { id: string; cookie: string };

beforeAll(async () => {
  office = await openOffice();
  first = await aSignedIn(office.db, 'administration', office.amt.id);
  second = await aSignedIn(office.db, 'administration', office.amt.id);
});
afterAll(() => office.close());

const base = '/api/vorlagenverwaltung';
const ask = (method: string, path: string, body?: unknown, who = first) =>
  office.app.ask({ method, path: `${base}${path}`, body, cookie: who.cookie } as never);
const today = '2026-11-23';
const tomorrow = '2026-11-24';

const stateOf = async (art: string, schluessel: string) => {
  const answer = await ask('GET', `?art=${art}`);
  expect(answer.status).toBe(200);
  return answer.body.zeilen.find((one: { schluessel: string }) => one.schluessel === schluessel);
};
const inForce = async (schluessel: string, art = 'vorlage') => {
  const { geltend } = await stateOf(art, schluessel);
  return (await ask('GET', `/fassungen/${geltend.id}`)).body;
};
const save = (art: string, schluessel: string, daten: object, nachNummer: number, who = first) =>
  ask('POST', '/fassungen', { art, schluessel, daten, nachNummer, grund: 'Neue Rechtslage' }, who);
/** The findings of a draft with these changes; each call is a new version. */
const findingsOf = async (art: string, schluessel: string, changes: object) => {
  const { daten, neueste } = await inForce(schluessel, art);
  const made = await save(art, schluessel, { ...daten, ...changes }, neueste);
  expect(made.status).toBe(201);
  const checked = await ask('POST', `/fassungen/${made.body.id}/pruefung`);
  expect(checked.status).toBe(200);
  return checked.body;
};
const codes = (checked: { befunde: { stufe: string; code: string }[] }) =>
  checked.befunde.filter(({ stufe }) => stufe === 'fehler').map(({ code }) => code);
const absatz = (text: string) => ({ art: 'absatz', laeufe: [{ text }] });
const withText = (daten: VorlageDaten, text: string) => ({
  ...daten,
  inhalt: { ...daten.inhalt, bloecke: [absatz(text)] },
});
const begin = async (vorlage: string) => {
  const vorgang = await aCase(office);
  const answer = await office.app.ask({
    method: 'POST',
    path: '/api/postausgaenge',
    body: { vorgangId: vorgang.id, vorlage },
    cookie: office.author.cookie,
  });
  expect(answer.status).toBe(201);
  return answer.body;
};

describe('the check of a version before its release', () => {
  it('passes every delivered template, set with ordinary and with the longest data', async () => {
    const { body } = await ask('GET', '?art=vorlage');
    const names: string[] = body.zeilen.map((one: { schluessel: string }) => one.schluessel);
    expect(names.length).toBeGreaterThanOrEqual(4);
    for (const name of names) {
      const checked = await findingsOf('vorlage', name, {});
      expect(checked.befunde, name).toEqual(
        expect.arrayContaining([expect.objectContaining({ code: 'probe-laengste', stufe: 'ok' })]),
      );
      expect(checked.zustand, name).toBe('geprueft');
    }
  });

  it('refuses unknown places, missing and forbidden blocks, and an act without remedies', async () => {
    const { daten } = await inForce('bescheid');
    const inhalt = { ...daten.inhalt, bloecke: [absatz('Lieber {vorname}, {geschaeftszeichen}')] };
    const faulty = await findingsOf('vorlage', 'bescheid', {
      inhalt,
      bloecke: ['ueberschrift', 'absatz'],
      pflichtbloecke: ['ueberschrift'],
    });
    expect(codes(faulty).sort()).toEqual([
      'belehrung-nicht-pflicht',
      'pflichtbaustein-fehlt',
      'platzhalter-unbekannt',
    ]);
    expect(faulty.zustand).toBe('entwurf');
    expect(faulty.befunde[0].rat).toBeTruthy();
    const release = await ask(
      'POST',
      `/fassungen/${faulty.id}/freigabe`,
      { giltAb: today },
      second,
    );
    expect(release.status).toBe(409);
  });

  it('refuses what cannot be set: an instruction without its parts, a letter that no font can print', async () => {
    const { daten } = await inForce('bescheid');
    const bloecke = daten.inhalt.bloecke.map((block: { art: string }) =>
      block.art === 'rechtsbehelfsbelehrung'
        ? { ...block, text: 'Beschwerde ist möglich.' }
        : block,
    );
    const inhalt = { ...daten.inhalt, bloecke };
    expect(codes(await findingsOf('vorlage', 'bescheid', { inhalt }))).toContain(
      'belehrung-unvollstaendig',
    );
    const strange = { ...daten.inhalt, anrede: 'Guten Tag, 漢字' };
    expect(codes(await findingsOf('vorlage', 'bescheid', { inhalt: strange }))).toContain(
      'glyph-missing',
    );
  });

  it('refuses a pale colour, an unknown unit, a wrong IBAN and a coat of arms without words', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
    );
    const body = { art: 'svg', bytes: svg.toString('base64') };
    const { wappen } = (await ask('POST', '/wappen', body)).body;
    const faulty = await findingsOf('briefkopf', 'standard', {
      farbe: '#f0c040',
      einheiten: ['99'],
      wappen,
      wappenText: '',
      konto: { inhaber: 'Stadtkasse', iban: 'DE00120300000000202051' },
    });
    expect(codes(faulty).sort()).toEqual([
      'einheit-unbekannt',
      'iban-falsch',
      'kontrast',
      'wappen-ohne-text',
    ]);
    expect(faulty.befunde.map(({ text }: { text: string }) => text).join()).toContain('4,5 : 1');
    const good = await findingsOf('briefkopf', 'standard', {
      wappen,
      wappenText: 'Wappen der Stadt',
    });
    expect(good.zustand).toBe('geprueft');
  });

  it.each([
    [
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'nicht nur zeichnen',
    ],
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><path d="M0 0"/></svg>', 'ausgeführt'],
    [
      '<svg xmlns="http://www.w3.org/2000/svg"><use href="http://boese.example/x"/></svg>',
      'außerhalb',
    ],
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', 'kein SVG'],
    ['GIF89a', 'kein SVG'],
  ])('refuses a coat of arms that does more than to be drawn: %s', async (svg, why) => {
    const answer = await ask('POST', '/wappen', {
      art: 'svg',
      bytes: Buffer.from(svg).toString('base64'),
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(why);
  });
});

describe('the release of a version', () => {
  it('is for a second person, and from its first day on only', async () => {
    const { daten, neueste } = await inForce('anschreiben');
    const made = await save(
      'vorlage',
      'anschreiben',
      withText(daten, 'Neuer Text ab morgen.'),
      neueste,
    );
    await ask('POST', `/fassungen/${made.body.id}/pruefung`);
    const days = { giltAb: tomorrow };
    expect((await ask('POST', `/fassungen/${made.body.id}/freigabe`, days)).status).toBe(403);
    const early = { giltAb: '2026-11-22' };
    expect((await ask('POST', `/fassungen/${made.body.id}/freigabe`, early, second)).status).toBe(
      422,
    );
    const released = await ask('POST', `/fassungen/${made.body.id}/freigabe`, days, second);
    expect(released.body).toMatchObject({
      zustand: 'freigegeben',
      giltAb: tomorrow,
      giltBis: null,
    });
    expect((await stateOf('vorlage', 'anschreiben')).kommend.giltAb).toBe(tomorrow);
    expect(JSON.stringify((await begin('anschreiben')).inhalt)).not.toContain('ab morgen');
    expect((await auditOf(office.db, made.body.id)).map(({ action }) => action)).toEqual([
      'vorlagenfassung.created',
      'vorlagenfassung.checked',
      'vorlagenfassung.released',
    ]);
  });

  it('is seen by another process at once, and changes no letter that was begun before', async () => {
    const before = await begin('eingangsbestaetigung');
    const { daten, neueste } = await inForce('eingangsbestaetigung');
    const changed = {
      ...withText(daten, 'Ganz neuer Text.'),
      titel: 'Neue Bestätigung',
      vierAugen: true,
    };
    const made = await save('vorlage', 'eingangsbestaetigung', changed, neueste);
    await ask('POST', `/fassungen/${made.body.id}/pruefung`);
    const released = await ask(
      'POST',
      `/fassungen/${made.body.id}/freigabe`,
      { giltAb: today },
      second,
    );
    expect(released.status).toBe(200);

    const log = createLog({ level: 'silent' });
    const later: Clock = { now: () => new Date('2026-12-24T09:00:00Z') };
    const db = openDatabase({ url: office.app.url, maxConnections: 2, log });
    try {
      // Nothing but the database and the configuration is shared with this one.
      const { fassungen } = mittelOf({ ...office.deps, db, clock: later });
      const old = await asSystem(db, async (tx) =>
        fassungen.of(tx, await getBrief(tx, before.id), office.amt.kuerzel),
      );
      expect(old.vorlage).toMatchObject({ titel: daten.titel, vierAugen: daten.vierAugen });
      const now = await asSystem(db, (tx) =>
        fassungen.forNew(tx, {
          vorlage: 'eingangsbestaetigung',
          kuerzel: office.amt.kuerzel,
          tag: today,
        }),
      );
      expect(now.vorlage.titel).toBe('Neue Bestätigung');
    } finally {
      await db.destroy();
    }
    const get = (id: string) =>
      office.app.ask({ path: `/api/postausgaenge/${id}`, cookie: office.author.cookie });
    expect((await get(before.id)).body).toMatchObject({
      vorlageTitel: daten.titel,
      vierAugen: daten.vierAugen,
    });
    const after = await begin('eingangsbestaetigung');
    expect(after).toMatchObject({ vorlageTitel: 'Neue Bestätigung', vierAugen: true });
    expect(JSON.stringify(after.inhalt)).toContain('Ganz neuer Text.');
  });

  it('goes back by a new version with the old text, which is checked and released like any other', async () => {
    const { body } = await ask('GET', '/namen/vorlage/eingangsbestaetigung');
    const delivered = body.fassungen.find(
      (one: { herkunft: string }) => one.herkunft === 'ausgeliefert',
    );
    const back = await ask('POST', `/fassungen/${delivered.id}/zurueck`, { grund: 'Bewährt' });
    expect(back.body).toMatchObject({ zustand: 'entwurf', herkunft: 'ruecknahme' });
    expect(back.body.vergleich.felder).toContainEqual({
      name: 'Titel',
      vorher: 'Neue Bestätigung',
      nachher: delivered.titel,
    });
    expect(back.body.vergleich.zeilen).toContainEqual({ art: 'weg', text: 'Ganz neuer Text.' });
  });

  it('is refused to who works on what somebody else has changed meanwhile', async () => {
    const { daten, neueste } = await inForce('anforderung-unterlagen');
    expect((await save('vorlage', 'anforderung-unterlagen', daten, neueste)).status).toBe(201);
    expect((await save('vorlage', 'anforderung-unterlagen', daten, neueste, second)).status).toBe(
      409,
    );
  });

  it('gives one unit a letterhead of its own', async () => {
    const { daten } = await inForce('standard', 'briefkopf');
    const own = {
      ...daten,
      titel: 'Ordnungsamt',
      einheiten: [office.amt.kuerzel],
      bezeichnung: 'Ordnungsamt',
    };
    const made = await save('briefkopf', 'ordnungsamt', own, 0);
    const checked = await ask('POST', `/fassungen/${made.body.id}/pruefung`);
    expect(
      checked.body.befunde.filter(({ stufe }: { stufe: string }) => stufe === 'fehler'),
    ).toEqual([]);
    await ask('POST', `/fassungen/${made.body.id}/freigabe`, { giltAb: today }, second);
    const { fassungen } = mittelOf(office.deps);
    const heads = await asSystem(office.db, async (tx) => [
      (await fassungen.getBriefkopf(tx, office.amt.kuerzel, today)).schluessel,
      (await fassungen.getBriefkopf(tx, '67', today)).schluessel,
    ]);
    expect(heads).toEqual(['ordnungsamt', 'standard']);
  });
});

describe('templates as files', () => {
  it('come out as they stand under config and go in again as drafts', async () => {
    const { id, daten, neueste } = await inForce('anschreiben');
    const yaml = await ask('GET', `/fassungen/${id}/yaml`);
    const read = await ask('POST', '/einlesen', {
      art: 'vorlage',
      schluessel: 'anschreiben',
      text: yaml.text,
      grund: 'Aus der Testumgebung',
    });
    expect(read.status).toBe(201);
    const draft = (await ask('GET', `/fassungen/${read.body.ids[0]}`)).body;
    expect(draft).toMatchObject({
      daten,
      nummer: neueste + 1,
      zustand: 'entwurf',
      herkunft: 'einlesen',
    });
    const refused = await ask('POST', '/einlesen', {
      art: 'vorlage',
      schluessel: 'anschreiben',
      text: 'titel: [',
      grund: 'Versehen',
    });
    expect(refused.status).toBe(422);
  });

  it('shows a preview of unsaved data, with what the Vorgang says as plain text', async () => {
    const { daten } = await inForce('anschreiben');
    const shown = await ask('POST', '/vorschau', {
      art: 'vorlage',
      schluessel: 'anschreiben',
      daten: withText(daten, '#panic() *nicht fett* {behoerde}'),
      breite: 400,
    });
    expect(shown.status).toBe(200);
    expect(shown.body.seiten[0].bild).toMatch(/^data:image\/png;base64,/);
  });
});
