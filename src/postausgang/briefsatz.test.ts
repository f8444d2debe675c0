import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigSchema } from '#config/schema.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { Word } from '#tools/page-text.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { createBriefsatz, type Satzauftrag } from './briefsatz.js';
import { loadLetterheads } from './letterhead.js';
import type { Block, Empfaenger } from './postausgang.schema.js';
import { loadVorlagen } from './vorlagen.js';

const log = createLog({ level: 'silent' });
const typesetter = createTypesetter({ log, memoryMegabytes: 600, timeoutMs: 30_000 });
afterAll(() => typesetter.close());

const folder = join(projectRoot(), 'config');
const vorlagen = loadVorlagen(join(folder, 'templates'));
const satz = createBriefsatz({
  typesetter,
  vorlagen,
  letterheads: loadLetterheads(join(folder, 'letterheads')),
  behoerde: ConfigSchema.parse({ behoerde: { name: 'Stadt Lohwerda', ort: 'Lohwerda' } }).behoerde,
});

const empfaenger: Empfaenger = {
  name: 'Frau Dr. Jana Nguyễn-Böhm',
  zusatz: 'c/o Bürgerverein Lohwerda e. V.',
  strasse: 'Gartenstraße 4',
  plz: '05110',
  ort: 'Lohwerda',
  land: '',
  email: null,
};
const absatz = (text: string): Block => ({ art: 'absatz', laeufe: [{ text }] });
const langerAbsatz = absatz(
  'Die beantragte Erlaubnis kann nach derzeitigem Sachstand nicht erteilt werden, weil die verbleibende Gehwegbreite die Mindestanforderungen unterschreitet und die Verkehrssicherheit beeinträchtigt wäre. '.repeat(
    3,
  ),
);

const letter = (
  bloecke: Block[],
  given: { empfaenger?: Empfaenger; vorlage?: string } = {},
): Satzauftrag => ({
  vorlage: given.vorlage ?? 'anschreiben',
  datum: '2026-11-23',
  kontext: {
    vorgang: { id: 'v', geschaeftszeichen: '32-1212/14/7-2026', betreff: 'Sondernutzung' },
    einheit: { id: 'e', kuerzel: '32', name: 'Ordnungsamt', email: null, telefon: '48-3200' },
    verfasser: { id: 'p', name: 'Katharina Schönbächler', email: null },
  },
  brief: {
    empfaenger: given.empfaenger ?? empfaenger,
    betreff: 'Sondernutzung auf dem Marktplatz',
    inhalt: {
      anrede: 'Guten Tag,',
      bloecke,
      grussformel: 'Mit freundlichen Grüßen',
      unterzeichner: '',
      anlagen: ['Lageplan'],
      ihrZeichen: 'JN-7/26',
      ihreNachrichtVom: '16.11.2026',
    },
  },
});

/** Words of a page with the distances of their edges from the left and the top of the sheet in mm. */
const wordsOf = async (pdf: Buffer, page = 1) =>
  (await typesetter.read({ pdf, page })).words.map(({ text, box }: Word) => ({
    text,
    left: box.x * 210,
    right: (box.x + box.width) * 210,
    top: box.y * 297,
    bottom: (box.y + box.height) * 297,
  }));
const place = (words: Awaited<ReturnType<typeof wordsOf>>, text: string) => {
  const word = words.find((one) => one.text === text);
  if (word === undefined) throw new Error(`the page has no word ${text}`);
  return word;
};

describe('the places of a letter after DIN 5008 form B', () => {
  it('are kept to the millimetre', async () => {
    const words = await wordsOf((await satz.setze(letter([langerAbsatz]))).bytes);
    const address = place(words, 'Frau');
    expect(address.left).toBeCloseTo(25, 0);
    expect(address.top).toBeGreaterThan(61);
    expect(place(words, '05110').bottom).toBeLessThan(90);
    expect(place(words, 'Unser').left).toBeCloseTo(125, 0);
    expect(place(words, 'Unser').top).toBeGreaterThan(45);
    const subject = place(words, 'Sondernutzung');
    expect(subject.left).toBeCloseTo(25, 0);
    expect(subject.top).toBeGreaterThan(98);
    expect(subject.top).toBeLessThan(106);
    expect(Math.min(...words.map((word) => word.left))).toBeGreaterThan(24);
    expect(Math.max(...words.map((word) => word.right))).toBeLessThan(201);
  });

  it('move the text down when the block of facts is long, and never lay one over the other', async () => {
    const auftrag = letter([langerAbsatz]);
    auftrag.kontext.verfasser.name =
      'Katharina Magdalena Schönbächler-Wernesgrün von Hohenlohwerda';
    auftrag.kontext.verfasser.email =
      'katharina-magdalena.schoenbaechler-wernesgruen@ordnungsamt.lohwerda.example';
    const words = await wordsOf((await satz.setze(auftrag)).bytes);
    const facts = words.filter((word) => word.left > 124 && word.top > 45 && word.top < 130);
    const subject = place(words, 'Sondernutzung');
    const lowest = Math.max(
      ...facts.filter((word) => word.top < subject.top).map((word) => word.bottom),
    );
    expect(subject.top).toBeGreaterThan(lowest);
    expect(Math.max(...facts.map((word) => word.right))).toBeLessThan(201);
  });
});

describe('the address in the window', () => {
  const check = async (given: Empfaenger) => {
    const auftrag = letter([absatz('wir danken.')], { empfaenger: given });
    const { bytes } = await satz.setze(auftrag);
    return satz.pruefe(auftrag, bytes, { kanalWunsch: null });
  };

  it.each([
    ['two lines', { ...empfaenger, zusatz: '', strasse: '' }],
    ['five lines with a country', { ...empfaenger, land: 'Österreich', plz: '1010', ort: 'Wien' }],
    [
      'a line that has to be broken',
      { ...empfaenger, name: 'Gesellschaft für kommunale Dienstleistungen mbH & Co. KG' },
    ],
  ])('is read back whole and alone: %s', async (_what, given) => {
    const findings = await check(given);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'anschrift-lesbar' }));
  });

  it('is refused when it is too long for the window', async () => {
    const long =
      'Gesellschaft für kommunale Dienstleistungen und Beteiligungen mit beschränkter Haftung';
    const tooLong = { ...empfaenger, name: long, zusatz: long, strasse: long };
    await expect(check(tooLong)).rejects.toMatchObject({ code: 'anschrift-zu-lang' });
  });
});

describe('a letter of several pages', () => {
  it('says from page 2 on which page it is, and of which letter', async () => {
    const { bytes, pages } = await satz.setze(
      letter(Array.from({ length: 8 }, () => langerAbsatz)),
    );
    expect(pages).toBeGreaterThan(1);
    const first = (await wordsOf(bytes, 1)).map((word) => word.text).join(' ');
    const second = (await wordsOf(bytes, 2)).map((word) => word.text).join(' ');
    expect(first).not.toContain(`von ${pages}`);
    expect(second).toContain(`Seite 2 von ${pages}`);
    expect(second).toContain('Zeichen 32-1212/14/7-2026');
  });

  it('never leaves the closing alone on its page', async () => {
    for (let count = 8; count <= 40; count += 4) {
      const bloecke = Array.from({ length: count }, () => absatz('Ein kurzer Absatz.'));
      const { bytes, pages } = await satz.setze(letter(bloecke));
      const last = (await wordsOf(bytes, pages)).map((word) => word.text).join(' ');
      if (last.includes('Mit freundlichen')) expect(last).toContain('Ein kurzer Absatz.');
      else expect(last).toContain('Lageplan');
    }
  });

  it('repeats the head of a long table', async () => {
    const zeilen = Array.from({ length: 70 }, (_, index) => [`Position ${index + 1}`, '12,50']);
    const tabelle: Block = {
      art: 'tabelle',
      spalten: ['Leistung', 'Betrag'],
      ausrichtung: ['links', 'rechts'],
      zeilen,
      summenzeile: false,
    };
    const { bytes, pages } = await satz.setze(letter([tabelle]));
    expect(pages).toBeGreaterThan(1);
    expect((await wordsOf(bytes, 2)).map((word) => word.text)).toContain('Leistung');
  });
});

describe('every template of this release', () => {
  it.each(vorlagen.list().map((vorlage) => vorlage.name))(
    'sets its own default text, the same each time: %s',
    async (vorlage) => {
      const auftrag = letter(vorlagen.get(vorlage).inhalt.bloecke, { vorlage });
      const hash = async (): Promise<string> =>
        createHash('sha256')
          .update((await satz.setze(auftrag)).bytes)
          .digest('hex');
      expect(await hash()).toBe(await hash());
    },
  );
});
