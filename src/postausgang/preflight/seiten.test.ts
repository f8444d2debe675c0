import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigSchema } from '#config/schema.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { createBriefsatz, type Satzauftrag } from '../briefsatz.js';
import { loadLetterheads } from '../letterhead.js';
import type { Block, Empfaenger } from '../postausgang.schema.js';
import { loadVorlagen } from '../vorlagen.js';
import type { Blatt } from './blatt.js';
import { type Layoutprofilname, layoutprofilOf, type Rechteck } from './layoutprofil.js';
import { blaetterOf, pruefeBlatt, type Seitenwunsch } from './pruefe-seiten.js';
import { erweitert } from './tinte.js';

const log = createLog({ level: 'silent' });
const typesetter = createTypesetter({ log, memoryMegabytes: 600, timeoutMs: 30_000 });
afterAll(() => typesetter.close());

const folder = join(projectRoot(), 'config');
const vorlagen = loadVorlagen(join(folder, 'templates'));
const behoerde = ConfigSchema.parse({
  behoerde: { name: 'Stadt Lohwerda', strasse: 'Markt 1', plz: '05110', ort: 'Lohwerda' },
}).behoerde;
const satz = createBriefsatz({
  typesetter,
  vorlagen,
  letterheads: loadLetterheads(join(folder, 'letterheads')),
  behoerde,
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
const viel = Array.from({ length: 9 }, () =>
  absatz(
    'Die beantragte Erlaubnis kann nach derzeitigem Sachstand nicht erteilt werden, weil die verbleibende Gehwegbreite die Mindestanforderungen unterschreitet und die Verkehrssicherheit beeinträchtigt wäre. '.repeat(
      3,
    ),
  ),
);
const code = `PSB1${'7K'.repeat(20)}Q`;

const letter = (given: {
  vorlage?: string;
  bloecke?: readonly Block[];
  empfaenger?: Partial<Empfaenger>;
  unterzeichner?: string;
}): Satzauftrag => ({
  vorlage: given.vorlage ?? 'anschreiben',
  datum: '2026-11-23',
  code,
  kontext: {
    vorgang: { id: 'v', geschaeftszeichen: '32-1212/14/7-2026', betreff: 'Sondernutzung' },
    einheit: { id: 'e', kuerzel: '32', name: 'Ordnungsamt', email: null, telefon: '48-3200' },
    verfasser: { id: 'p', name: 'Katharina Schönbächler', email: null },
  },
  brief: {
    empfaenger: { ...empfaenger, ...given.empfaenger },
    betreff: 'Sondernutzung auf dem Marktplatz',
    inhalt: {
      anrede: 'Guten Tag,',
      bloecke: [...(given.bloecke ?? viel)],
      grussformel: 'Mit freundlichen Grüßen',
      unterzeichner: given.unterzeichner ?? '',
      anlagen: ['Lageplan'],
      ihrZeichen: 'JN-7/26',
      ihreNachrichtVom: '16.11.2026',
    },
  },
});

const profil = layoutprofilOf('din-b');
const wunsch: Seitenwunsch = {
  profil,
  herkunft: 'vorlage',
  empfaenger,
  kennung: code,
  grussformel: 'Mit freundlichen Grüßen',
  girocodes: [],
  rechtsangaben: { verwaltungsakt: false, behoerde: behoerde.name, unterzeichner: '' },
};

const fehlerOf = async (blatt: Blatt, given: Partial<Seitenwunsch> = {}): Promise<string[]> =>
  (await pruefeBlatt(blatt, { ...wunsch, ...given }))
    .filter((one) => one.stufe === 'fehler')
    .map((one) => one.code);

/** The page with the ink of one part of it moved by whole pixels; what it leaves is blank paper. */
const verschoben = (blatt: Blatt, flaeche: Rechteck, dx: number, dy: number): Blatt => {
  const { width, height, data, dpi } = blatt.bild;
  const px = (mm: number): number => Math.round((mm * dpi) / 25.4);
  const moved = data.slice();
  const [links, oben] = [px(flaeche.x), px(flaeche.y)];
  const [rechts, unten] = [px(flaeche.x + flaeche.breite), px(flaeche.y + flaeche.hoehe)];
  const inside = (x: number, y: number) => x >= links && x < rechts && y >= oben && y < unten;
  for (let y = oben; y < unten; y += 1) moved.fill(255, y * width + links, y * width + rechts);
  for (let y = oben; y < unten; y += 1)
    for (let x = links; x < rechts; x += 1) {
      const [toX, toY] = [x + dx, y + dy];
      if (toX < 0 || toY < 0 || toX >= width || toY >= height || !inside(x, y)) continue;
      const at = toY * width + toX;
      moved[at] = Math.min(moved[at] ?? 255, data[y * width + x] ?? 255);
    }
  return { ...blatt, bild: { width, height, data: moved, dpi } };
};

/** One millimetre in pixels of 100 dpi, rounded up to a whole pixel: 1.016 mm. */
const einMm = 4;
const richtungen = [
  ['links', -einMm, 0],
  ['rechts', einMm, 0],
  ['oben', 0, -einMm],
  ['unten', 0, einMm],
] as const;

const blaetter: Blatt[] = [];
beforeAll(async () => {
  const { bytes } = await satz.setze(letter({}));
  for await (const blatt of blaetterOf(typesetter, bytes, profil)) blaetter.push(blatt);
});
const blattOf = (nummer: number): Blatt => {
  const blatt = blaetter[nummer - 1];
  if (blatt === undefined) throw new Error(`the letter has no page ${nummer}`);
  return blatt;
};

const layouts: [Layoutprofilname, Partial<Satzauftrag['brief']['inhalt']>][] = [
  ['din-b', {}],
  ['din-a', { form: 'A' }],
  ['grossdruck', { grossdruck: true }],
  ['epost', {}],
];

describe.each(layouts)(
  'a letter in the layout %s whose ink is one millimetre off',
  (name, inhalt) => {
    const layout = layoutprofilOf(name);
    const pages: Blatt[] = [];
    beforeAll(async () => {
      const auftrag = letter({});
      Object.assign(auftrag.brief.inhalt, inhalt);
      if (name === 'epost') auftrag.layout = 'epost';
      const { bytes } = await satz.setze(auftrag);
      for await (const blatt of blaetterOf(typesetter, bytes, layout)) pages.push(blatt);
    });
    const fehlerIn = (blatt: Blatt) => fehlerOf(blatt, { profil: layout });

    const { zone } = layout.anschrift ?? { zone: { x: 0, y: 0, breite: 0, hoehe: 0 } };
    const kennung = erweitert(layout.kennung ?? zone, 0.9);
    const teile: [string, number, Rechteck][] = [
      ['the address', 1, { x: 21, y: zone.y - 0.1, breite: 84, hoehe: zone.hoehe }],
      ...layout.marken.map((marke): [string, number, Rechteck] => [
        `the mark ${marke.name}`,
        marke.seiten === 'alle' ? 2 : 1,
        erweitert(marke.flaeche, 1.5),
      ]),
      ...layout.linien.map(({ seiten, y }): [string, number, Rechteck] => [
        seiten === 'erste' ? 'the line of the foot, with it' : 'the line of the head',
        seiten === 'erste' ? 1 : 2,
        { x: 24.8, y: y - 0.5, breite: 170, hoehe: seiten === 'erste' ? 18 : 1 },
      ]),
      ['the code', 1, kennung],
      ['the code of page 2', 2, kennung],
      ['the whole page', 1, { x: 0, y: 0, breite: 210, hoehe: 297 }],
      ['the whole of page 2', 2, { x: 0, y: 0, breite: 210, hoehe: 297 }],
    ];
    const faelle = teile.flatMap(([was, nummer, flaeche]) =>
      richtungen
        // A line across the page may begin a little further to the right.
        .filter(([wohin]) => !(was.startsWith('the line') && wohin === 'rechts'))
        .map(([wohin, dx, dy]) => ({ was, wohin, nummer, flaeche, dx, dy })),
    );

    it('passes where it is not', async () => {
      for (const blatt of pages) expect(await fehlerIn(blatt)).toEqual([]);
    });

    it.each(faelle)('is stopped: $was to $wohin', async ({ nummer, flaeche, dx, dy }) => {
      const blatt = pages[nummer - 1];
      if (blatt === undefined) throw new Error(`the letter has no page ${nummer}`);
      expect(await fehlerIn(verschoben(blatt, flaeche, dx, dy))).not.toEqual([]);
    });
  },
);

describe('a text that is one millimetre off', () => {
  it.each([
    ['left', -einMm],
    ['right', einMm],
  ])('is stopped: the text moved %s', async (_wohin, dx) => {
    const text = { x: 23, y: 96, breite: 172, hoehe: 165 };
    expect(await fehlerOf(verschoben(blattOf(1), text, dx, 0))).not.toEqual([]);
  });
});

const belehrung: Block = {
  art: 'rechtsbehelfsbelehrung',
  text: 'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Stadt Lohwerda, Markt 1, 05110 Lohwerda, erhoben werden.',
};
const tabelle: Block = {
  art: 'tabelle',
  spalten: ['Nr.', 'Leistung', 'Menge', 'Betrag'],
  ausrichtung: ['links', 'links', 'rechts', 'rechts'],
  zeilen: Array.from({ length: 90 }, (_, index) => [
    String(index + 1),
    'Sondernutzung des Gehwegs vor dem Grundstück je angefangenem Quadratmeter',
    '12',
    '1.234,50 €',
  ]),
  summenzeile: true,
};
const langeListe: Block = {
  art: 'liste',
  nummeriert: true,
  punkte: Array.from(
    { length: 14 },
    (_, index) => `Nachweis ${index + 1} über die Standsicherheit`,
  ),
};
const inhalte: [string, Block[], Partial<Empfaenger>][] = [
  ['one sentence', [absatz('Wir danken.')], {}],
  ['several pages', viel, {}],
  ['a table of several pages', [absatz('Wir berechnen:'), tabelle], {}],
  ['lists and headings', [{ art: 'ueberschrift', text: 'Unterlagen' }, langeListe], {}],
  ['an address of five lines abroad', viel, { land: 'Österreich', plz: '1010', ort: 'Wien' }],
  [
    'a short address',
    [absatz('Wir danken.')],
    { name: 'Jürgen Jäger', zusatz: '', strasse: 'Jägerweg 1' },
  ],
  [
    'a broken line of the address',
    [absatz('Wir danken.')],
    { name: 'Gesellschaft für kommunale Dienstleistungen mbH & Co. KG', zusatz: '' },
  ],
];

describe('a letter as the templates set it', () => {
  const arten: [string, Partial<Satzauftrag['brief']['inhalt']>, Satzauftrag['layout']][] = [
    ['form B', {}, undefined],
    ['form A', { form: 'A' }, undefined],
    ['Großdruck', { grossdruck: true }, undefined],
    ['the layout of E-POST', {}, 'epost'],
  ];
  const faelle = vorlagen
    .list()
    .flatMap(({ name }) => arten.map(([art, inhalt, layout]) => ({ name, art, inhalt, layout })));

  it.each(faelle)('raises no false alarm: $name in $art', async ({ name, inhalt, layout }) => {
    const alarms: Record<string, string[]> = {};
    for (const [was, bloecke, an] of inhalte) {
      const auftrag = letter({ vorlage: name, bloecke: [...bloecke, belehrung], empfaenger: an });
      Object.assign(auftrag.brief.inhalt, inhalt);
      if (layout !== undefined) auftrag.layout = layout;
      const set = await satz.setze(auftrag).catch((error: unknown) => error as Error);
      if (set instanceof Error) {
        alarms[was] = [set.message];
        continue;
      }
      const found = await satz.pruefe(auftrag, set.bytes, { kanalWunsch: null });
      const codes = found.filter((one) => one.stufe === 'fehler').map((one) => one.code);
      // What the letter says is not meant here.
      const ofPages = codes.filter((one) => !/^(?:baustein|pflichtbaustein|plz)/.test(one));
      const passed = found.some((one) => one.code === 'anschrift-lesbar');
      if (ofPages.length > 0 || !passed)
        alarms[was] = [
          ...ofPages,
          JSON.stringify(found.filter((one) => one.stufe === 'fehler' && one.stelle)),
        ];
    }
    expect(alarms).toEqual({});
  });
});

describe('what is wrong with a set letter', () => {
  const befundeOf = async (auftrag: Satzauftrag) => {
    const { bytes } = await satz.setze(auftrag);
    return satz.pruefe(auftrag, bytes, { kanalWunsch: null });
  };

  /** The page with a black bar on it. */
  const mitTinte = (blatt: Blatt, { x, y, breite, hoehe }: Rechteck): Blatt => {
    const { width, height, data, dpi } = blatt.bild;
    const px = (mm: number): number => Math.round((mm * dpi) / 25.4);
    const inked = data.slice();
    for (let row = px(y); row < px(y + hoehe); row += 1)
      inked.fill(80, row * width + px(x), row * width + px(x + breite));
    return { ...blatt, bild: { width, height, data: inked, dpi } };
  };

  it('is shown where it stands: a placeholder', async () => {
    const found = await befundeOf(
      letter({ bloecke: [absatz('Bitte senden Sie uns [Name der Unterlage] zu.')] }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'platzhalter-offen',
        text: expect.stringContaining('[Name der Unterlage]'),
        stelle: expect.objectContaining({ seite: 1 }),
      }),
    );
  });

  it('is shown where it stands: a line that is too long', async () => {
    const blatt = mitTinte(blattOf(1), { x: 180, y: 150, breite: 14, hoehe: 3 });
    const [found] = (await pruefeBlatt(blatt, wunsch)).filter((one) => one.stufe === 'fehler');
    expect(found).toMatchObject({ code: 'zeile-zu-lang', stelle: { seite: 1 } });
    expect(found?.stelle?.x).toBeGreaterThan(190);
    expect(found?.rat).toContain('kürzen');
  });

  it('includes an address that is not the one of the letter', async () => {
    const auftrag = letter({});
    const { bytes } = await satz.setze(auftrag);
    auftrag.brief.empfaenger.strasse = 'Gartenstraße 5';
    const found = await satz.pruefe(auftrag, bytes, { kanalWunsch: null });
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'anschrift-im-fenster', stelle: expect.anything() }),
    );
  });

  it('includes the code of another letter, and a code that cannot be read', async () => {
    expect(await fehlerOf(blattOf(1), { kennung: `${code.slice(0, -1)}R` })).toEqual([
      'kennung-unlesbar',
    ]);
    const { kennungsbild } = blattOf(1);
    if (kennungsbild === undefined) throw new Error('the code was not drawn');
    const blank = { ...kennungsbild, data: new Uint8Array(kennungsbild.data.length).fill(255) };
    expect(await fehlerOf({ ...blattOf(1), kennungsbild: blank })).toEqual(['kennung-unlesbar']);
  });

  it('includes a Bescheid without remedy, reasons or name', async () => {
    const found = await befundeOf(letter({ vorlage: 'bescheid', unterzeichner: '\u00a0' }));
    expect(found.map((one) => one.code)).toEqual(
      expect.arrayContaining(['belehrung-fehlt', 'begruendung-fehlt']),
    );
  });

  it('includes a stamp in the window of the envelope', async () => {
    const blatt = mitTinte(blattOf(1), { x: 84, y: 84, breite: 8, hoehe: 4 });
    expect(await fehlerOf(blatt)).toEqual(['fenster-fremdes']);
  });
});

describe('the GiroCode of a letter', () => {
  const zahlung = {
    art: 'zahlung' as const,
    ...{ betrag: '120,50', kassenzeichen: '5.0815.004711.2', faellig: 'sofort' },
    ...{ empfaenger: 'Stadt Lohwerda', iban: 'DE02120300000000202051', bic: '', bank: '' },
    girocode: true,
  };

  it('is read back and says what the letter says; another amount is found', async () => {
    const auftrag = letter({ bloecke: [absatz('Bitte zahlen Sie.'), zahlung] });
    const { bytes } = await satz.setze(auftrag);
    const codes = async () =>
      (await satz.pruefe(auftrag, bytes, { kanalWunsch: null })).map((one) => one.code);
    expect(await codes()).not.toContain('girocode-falsch');
    auftrag.brief.inhalt.bloecke = [absatz('Bitte zahlen Sie.'), { ...zahlung, betrag: '120,51' }];
    expect(await codes()).toContain('girocode-falsch');
  });
});
