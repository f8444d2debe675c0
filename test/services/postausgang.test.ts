import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { auditOf } from '#test/support/builders.js';
import { aCase, type LetterOffice, openOffice, stateOf } from '#test/support/letters.js';

let office: LetterOffice;

beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

type Who = { cookie: string };
const get = (path: string, who: Who = office.author) =>
  office.app.ask({ path, cookie: who.cookie });
const post = (path: string, body: unknown, who: Who = office.author) =>
  office.app.ask({ method: 'POST', path, body, cookie: who.cookie });
const put = (path: string, body: unknown, who: Who = office.author) =>
  office.app.ask({ method: 'PUT', path, body, cookie: who.cookie });

const startDraft = async (vorlage = 'anschreiben', given: Parameters<typeof aCase>[1] = {}) => {
  const vorgang = await aCase(office, given);
  const answer = await post('/api/postausgaenge', { vorgangId: vorgang.id, vorlage });
  expect(answer.status).toBe(201);
  return { vorgang, letter: answer.body };
};

const absatz = (text: string) => ({ art: 'absatz', laeufe: [{ text }] });

const written = (letter: Record<string, unknown>, changes: Record<string, unknown> = {}) => ({
  version: letter['version'],
  vorlage: letter['vorlage'],
  empfaenger: letter['empfaenger'],
  betreff: 'Ihre Stellungnahme',
  inhalt: {
    ...(letter['inhalt'] as object),
    bloecke: [absatz('wir danken für Ihr Schreiben.')],
  },
  ...changes,
});

const bescheidText = {
  bloecke: [
    absatz('auf Ihren Antrag ergeht folgende Entscheidung.'),
    { art: 'ueberschrift', text: 'Begründung' },
    absatz('Die Voraussetzungen liegen vor.'),
    {
      art: 'rechtsbehelfsbelehrung',
      text: 'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Stadt Lohwerda, Markt 1, 05110 Lohwerda, erhoben werden.',
    },
  ],
};

/** A Bescheid that its author has handed in and that waits for a second person. */
const aWaitingBescheid = async () => {
  const { letter, vorgang } = await startDraft('bescheid');
  const inhalt = { ...letter.inhalt, ...bescheidText };
  const saved = await put(`/api/postausgaenge/${letter.id}`, written(letter, { inhalt }));
  expect(saved.status).toBe(200);
  await post(`/api/postausgaenge/${letter.id}/abgabe`, { version: saved.body.version });
  await office.settle();
  return { id: letter.id as string, vorgang };
};

describe('writing a letter', () => {
  it('begins with the people and the signs of its Vorgang', async () => {
    const { letter, vorgang } = await startDraft('eingangsbestaetigung');
    expect(letter).toMatchObject({
      zustand: 'entwurf',
      version: 1,
      empfaenger: { name: 'Frau Dr. Jana Nguyễn-Böhm', plz: '05110' },
      vorgang: { geschaeftszeichen: vorgang.geschaeftszeichen },
      inhalt: { ihrZeichen: 'JN-7/26' },
      erlaubt: { bearbeiten: true, abgeben: true, freigeben: false },
    });
    expect(JSON.stringify(letter.inhalt)).toContain(vorgang.geschaeftszeichen);
  });

  it('shows the pages as they would leave, with the findings of the check', async () => {
    const { letter, vorgang } = await startDraft();
    const { version: _, ...draft } = written(letter);
    const answer = await post('/api/postausgaenge/vorschau', { ...draft, vorgangId: vorgang.id });
    expect(answer.status).toBe(200);
    expect(answer.body.seitenzahl).toBe(1);
    expect(answer.body.seiten[0]).toMatchObject({ nummer: 1, breite: 800, hoehe: 1131 });
    expect(answer.body.seiten[0].bild).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(answer.body.befunde).toContainEqual(
      expect.objectContaining({ stufe: 'ok', code: 'anschrift-lesbar' }),
    );
  });

  it('refuses an older version, so that nobody overwrites what another has written', async () => {
    const { letter } = await startDraft();
    expect((await put(`/api/postausgaenge/${letter.id}`, written(letter))).status).toBe(200);
    const late = await put(`/api/postausgaenge/${letter.id}`, written(letter), office.second);
    expect(late).toMatchObject({ status: 409, body: { code: 'postausgang-changed' } });
  });

  it.each([
    ['a line end in the name', { name: 'Jana\r\nBcc: x@y.example', ort: 'L', plz: '05110' }],
    ['two addresses', { name: 'Jana', email: 'a@b.example, c@d.example' }],
    ['a turned text', { name: 'Jana \u202eamaB' }],
  ])('refuses %s in the recipient', async (_what, empfaenger) => {
    const { letter } = await startDraft();
    const answer = await put(`/api/postausgaenge/${letter.id}`, written(letter, { empfaenger }));
    expect(answer.status).toBe(400);
  });

  it('names the characters that cannot be printed', async () => {
    const { letter, vorgang } = await startDraft();
    const { version: _, ...draft } = written(letter, { betreff: 'Für 漢' });
    const answer = await post('/api/postausgaenge/vorschau', { ...draft, vorgangId: vorgang.id });
    expect(answer).toMatchObject({ status: 422, body: { code: 'glyph-missing' } });
    expect(answer.body.message).toContain('漢 (U+6F22)');
  });

  it('says when the address does not fit the window', async () => {
    const { letter, vorgang } = await startDraft();
    const long = 'Gesellschaft für umfassende Verwaltungsdienstleistungen mit beschränkter Haftung';
    const empfaenger = {
      ...letter.empfaenger,
      name: long,
      zusatz: `${long}, z. Hd. ${long}`.slice(0, 100),
      strasse: long,
    };
    const { version: _, ...draft } = written(letter, { empfaenger });
    const answer = await post('/api/postausgaenge/vorschau', { ...draft, vorgangId: vorgang.id });
    expect(answer).toMatchObject({ status: 422, body: { code: 'anschrift-zu-lang' } });
  });

  it('is not possible in a Vorgang of another office, and not visible from there', async () => {
    const { letter, vorgang } = await startDraft();
    const body = { vorgangId: vorgang.id, vorlage: 'anschreiben' };
    expect((await post('/api/postausgaenge', body, office.stranger)).status).toBe(404);
    expect((await get(`/api/postausgaenge/${letter.id}`, office.stranger)).status).toBe(404);
    expect((await get(`/api/postausgaenge/${letter.id}`, office.outgoing)).status).toBe(404);
    const list = await get('/api/postausgaenge', office.stranger);
    expect(list.body.zeilen).toEqual([]);
  });
});

describe('an ordinary letter', () => {
  it('is set, checked, printed once and filed with its Ab-Vermerk when its author hands it in', async () => {
    const { letter, vorgang } = await startDraft();
    const saved = await put(`/api/postausgaenge/${letter.id}`, written(letter));
    const { version } = saved.body;
    const handed = await post(`/api/postausgaenge/${letter.id}/abgabe`, { version });
    expect(handed.body.zustand).toBe('zur_freigabe');
    await office.settle();

    const sent = (await get(`/api/postausgaenge/${letter.id}`)).body;
    expect(sent).toMatchObject({
      zustand: 'sent',
      kanal: 'druck',
      kanalGrund: expect.stringContaining('Post über die Druckstelle'),
      seitenzahl: 1,
      versuche: [{ attempt: 1, ergebnis: 'sent' }],
    });
    const name = (await readdir(office.printFolder)).find((one) =>
      one.endsWith(`_${letter.id}.pdf`),
    );
    const printed = await readFile(join(office.printFolder, name ?? ''));
    const downloaded = await get(sent.datei);
    expect(downloaded.headers['content-type']).toBe('application/pdf');
    const manifest = JSON.parse(
      await readFile(join(office.printFolder, (name ?? '').replace('.pdf', '.json')), 'utf8'),
    );
    expect(manifest).toMatchObject({ sendung: letter.id, seiten: 1, blatt: 1 });
    expect((await PDFDocument.load(printed, { updateMetadata: false })).getTitle()).toBe(
      'Ihre Stellungnahme',
    );

    const [dokument] = await asSystem(office.db, (tx) =>
      rows(
        tx,
        sql<{ richtung: string; volltext: string; sha256: string; text: string }>`
        select d.richtung, d.volltext, f.sha256, m.text from dokument d
        join dokument_datei f on f.dokument_id = d.id join vermerk m on m.dokument_id = d.id
        where d.herkunft_id = ${letter.id}`,
      ),
    );
    expect(dokument).toMatchObject({ richtung: 'ausgang', sha256: manifest.sha256 });
    expect(dokument?.volltext).toContain(vorgang.geschaeftszeichen);
    expect(dokument?.text).toContain(manifest.sha256);
    expect((await auditOf(office.db, letter.id)).map((event) => event.action)).toEqual([
      'postausgang.created',
      'postausgang.changed',
      'postausgang.submitted',
      'postausgang.released-by-author',
      'postausgang.dispatch-sent',
      'postausgang.filed',
      'postausgang.read',
    ]);
  });

  it('comes back to its author with the findings when places were left open', async () => {
    const { letter } = await startDraft('anforderung-unterlagen');
    await post(`/api/postausgaenge/${letter.id}/abgabe`, { version: 1 });
    await office.settle();
    const back = (await get(`/api/postausgaenge/${letter.id}`)).body;
    expect(back.zustand).toBe('entwurf');
    expect(back.rueckgabeGrund).toContain('Prüfung');
    expect(back.pruefung).toContainEqual(
      expect.objectContaining({ stufe: 'fehler', code: 'platzhalter-offen' }),
    );
    const bloecke = [{ art: 'liste', punkte: ['Lageplan'] }];
    const inhalt = { ...letter.inhalt, bloecke };
    const fixed = await put(`/api/postausgaenge/${letter.id}`, written(back, { inhalt }));
    await post(`/api/postausgaenge/${letter.id}/abgabe`, { version: fixed.body.version });
    await office.settle();
    expect(await stateOf(office.db, letter.id)).toMatchObject({ zustand: 'sent', item: 'done' });
  });

  it('cannot be handed in twice', async () => {
    const { letter } = await startDraft();
    const saved = await put(`/api/postausgaenge/${letter.id}`, written(letter));
    const { version } = saved.body;
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(`/api/postausgaenge/${letter.id}/abgabe`, { version })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    await office.settle();
    const names = await readdir(office.printFolder);
    expect(names.filter((name) => name.includes(letter.id)).length).toBe(2);
  });
});

describe('a Bescheid', () => {
  it('waits for a second person, who is not its author', async () => {
    const { id } = await aWaitingBescheid();
    const own = await post(`/api/postausgaenge/${id}/freigabe`, {});
    expect(own).toMatchObject({ status: 403, body: { code: 'postausgang-not-allowed' } });
    expect((await post(`/api/postausgaenge/${id}/freigabe`, {}, office.stranger)).status).toBe(404);
    const tasks = await get('/api/postausgaenge?sicht=freigabe', office.second);
    expect(tasks.body.zeilen.map((zeile: { id: string }) => zeile.id)).toContain(id);
    expect((await get('/api/postausgaenge?sicht=freigabe')).body.anzahl.freigabe).toBe(0);

    const released = await office.app.ask({
      method: 'POST',
      path: `/api/postausgaenge/${id}/freigabe`,
      cookie: office.second.cookie,
    });
    expect(released.body.zustand).toBe('queued');
    await office.settle();
    const sent = (await get(`/api/postausgaenge/${id}`)).body;
    expect(sent).toMatchObject({ zustand: 'sent', bekanntgabeDatum: expect.any(String) });
    expect(sent.freigegebenVon).toMatch(/Lindner/);
  });

  it('is not released by somebody who wrote in it, whoever began it', async () => {
    const { letter } = await startDraft('bescheid');
    const inhalt = { ...letter.inhalt, ...bescheidText };
    const change = written(letter, { inhalt });
    const saved = await put(`/api/postausgaenge/${letter.id}`, change, office.second);
    await post(`/api/postausgaenge/${letter.id}/abgabe`, { version: saved.body.version });
    await office.settle();
    const answer = await post(`/api/postausgaenge/${letter.id}/freigabe`, {}, office.second);
    expect(answer.status).toBe(403);
  });

  it('goes back with a reason, is changed, and what was looked at before cannot be released any more', async () => {
    const { id } = await aWaitingBescheid();
    const seen = (await get(`/api/postausgaenge/${id}`, office.second)).body.version;
    const grund = 'Die Begründung nennt die Rechtsgrundlage nicht.';
    const back = await post(`/api/postausgaenge/${id}/rueckgabe`, { grund }, office.second);
    expect(back.body).toMatchObject({ zustand: 'entwurf', rueckgabeGrund: grund });
    const inhalt = {
      ...back.body.inhalt,
      bloecke: [...bescheidText.bloecke, absatz('§ 16 SächsStrG.')],
    };
    const saved = await put(`/api/postausgaenge/${id}`, written(back.body, { inhalt }));
    await post(`/api/postausgaenge/${id}/abgabe`, { version: saved.body.version });
    await office.settle();
    const stale = await post(`/api/postausgaenge/${id}/freigabe`, { version: seen }, office.second);
    expect(stale.status).toBe(409);
    const version = saved.body.version;
    const fresh = await post(`/api/postausgaenge/${id}/freigabe`, { version }, office.second);
    expect(fresh.status).toBe(200);
  });

  it('does not leave without a complete Rechtsbehelfsbelehrung', async () => {
    const { letter } = await startDraft('bescheid');
    const bloecke = [
      ...bescheidText.bloecke.slice(0, 3),
      {
        art: 'rechtsbehelfsbelehrung',
        text: 'Gegen diesen Bescheid kann Widerspruch erhoben werden.',
      },
    ];
    const inhalt = { ...letter.inhalt, bloecke };
    const saved = await put(`/api/postausgaenge/${letter.id}`, written(letter, { inhalt }));
    await post(`/api/postausgaenge/${letter.id}/abgabe`, { version: saved.body.version });
    await office.settle();
    const back = (await get(`/api/postausgaenge/${letter.id}`)).body;
    expect(back.zustand).toBe('entwurf');
    expect(back.pruefung.map((finding: { code: string }) => finding.code)).toContain(
      'belehrung-unvollstaendig',
    );
  });

  it('is taken back by its author while it waits, and stopped for good after its release', async () => {
    const { id } = await aWaitingBescheid();
    const withdrawn = await post(`/api/postausgaenge/${id}/rueckholung`, {});
    expect(withdrawn.body.zustand).toBe('entwurf');
    await post(`/api/postausgaenge/${id}/abgabe`, { version: withdrawn.body.version });
    await office.settle();
    await post(`/api/postausgaenge/${id}/freigabe`, {}, office.second);
    const stopped = await post(`/api/postausgaenge/${id}/storno`, {});
    expect(stopped.body.zustand).toBe('storniert');
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'storniert', item: 'done' });
    expect((await readdir(office.printFolder)).some((name) => name.includes(id))).toBe(false);
  });

  it('shows its pages to who may read it', async () => {
    const { id } = await aWaitingBescheid();
    const { seiten } = (await get(`/api/postausgaenge/${id}`, office.second)).body;
    const page = await get(`${seiten[0]}?breite=400`, office.second);
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } });
    expect((await get(seiten[0], office.stranger)).status).toBe(404);
  });

  it('shows its words at their places, and finds them, for who may read it', async () => {
    const { id } = await aWaitingBescheid();
    const path = `/api/postausgaenge/${id}/seiten/1/text`;
    const text = await get(path, office.second);
    expect(text.status).toBe(200);
    expect(text.body.text).toContain('ergeht folgende Entscheidung');
    const found = await get(
      `/api/postausgaenge/${id}/fundstellen?q=folgende%20Entscheidung`,
      office.second,
    );
    expect(found.body).toMatchObject({ vollstaendig: true, stellen: [{ seite: 1 }] });
    const [box] = found.body.stellen[0].boxen;
    for (const share of [box.x, box.y, box.width, box.height]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(1);
    }
    expect((await get(path, office.stranger)).status).toBe(404);
    expect((await get(`/api/postausgaenge/${id}/seiten/99/text`, office.second)).status).toBe(404);
  });
});
