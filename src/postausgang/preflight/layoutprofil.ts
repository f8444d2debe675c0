/** The layouts that channels ask for. */
export const layoutprofilnamen = ['din-a', 'din-b', 'grossdruck', 'epost', 'digital'] as const;
export type Layoutprofilname = (typeof layoutprofilnamen)[number];

/** A part of a sheet, in mm from its upper left corner. */
export interface Rechteck {
  x: number;
  y: number;
  breite: number;
  hoehe: number;
}

/** A part of a sheet where no ink may be. */
export interface Sperrzone {
  code: string;
  seiten: 'erste' | 'folgende' | 'alle';
  flaeche: Rechteck;
  /** What is wrong, and what to do about it, for the clerk. */
  text: string;
  rat: string;
  /** Follows from our templates only; a ready-made letter may use the space. */
  nurVorlagen?: true;
}

/** A mark that is printed on the sheet, with the place of its ink. */
export interface Marke {
  name: string;
  seiten: 'erste' | 'alle';
  flaeche: Rechteck;
}

/** Where a letter may have ink, and where it has to have some. Lengths in mm. */
export interface Layoutprofil {
  name: Layoutprofilname;
  titel: string;
  /** DIN 5008; null where nothing is folded into an envelope. */
  form: 'A' | 'B' | null;
  sperrzonen: readonly Sperrzone[];
  /** The Anschriftzone: here stands the address, all of it and nothing else; null without a window. */
  anschrift: { zone: Rechteck; links: number; grundlinie: number } | null;
  marken: readonly Marke[];
  /** Horizontal lines of our templates from margin to margin. */
  linien: readonly { name: string; seiten: 'erste' | 'folgende'; y: number }[];
  /** The ink of the code by which a sheet is known again. */
  kennung: Rechteck | null;
  /** Left edge of the text and right edge of its lines, from which templates do not depart. */
  satzspiegel: { links: number; rechts: number } | null;
  hoechstSeiten: number;
}

/** A4, the only paper that letters are printed on. */
export const bogen = { breite: 210, hoehe: 297 } as const;

const breit = (y: number, hoehe: number): Rechteck => ({ x: 0, y, breite: bogen.breite, hoehe });
const hoch = (x: number, breite: number): Rechteck => ({ x, y: 0, breite, hoehe: bogen.hoehe });

const druckrand = (seite: string, flaeche: Rechteck, seiten: Sperrzone['seiten'] = 'alle') => ({
  code: 'druckrand',
  seiten,
  flaeche,
  text: `Am ${seite} Blattrand steht etwas, das Drucker nicht drucken können.`,
  rat: 'Lassen Sie am Rand des Blattes 5 mm frei.',
});

/** Printers and inserters reach no nearer to the edge of the sheet than this. */
const randlos = 5;

const druckraender = (links: number = 3.5): Sperrzone[] => [
  druckrand('oberen', breit(0, randlos)),
  druckrand('unteren', breit(bogen.hoehe - randlos, randlos)),
  // Fold marks begin nearer to the edge; they may be cut without harm.
  druckrand('linken', hoch(0, links)),
  druckrand('rechten', hoch(bogen.breite - randlos, randlos)),
];

const linkerRand: Sperrzone = {
  code: 'linker-rand',
  seiten: 'alle',
  flaeche: hoch(3.5, 20.9),
  text: 'Im linken Rand steht etwas, das dort nicht hingehört.',
  rat: 'Links bleiben 25 mm für Marken, Kennung und Lochung frei.',
  nurVorlagen: true,
};

const rechterRand: Sperrzone = {
  code: 'rechter-rand',
  seiten: 'alle',
  flaeche: hoch(200.5, 4.5),
  text: 'Eine Zeile ragt in den rechten Rand.',
  rat: 'Trennen oder kürzen Sie lange Wörter, Adressen und Tabellenspalten.',
};

/** Between head and text, and between text and foot, nothing of our templates stands. */
const satzspiegelZonen = ({ oben, unten } = { oben: 17.7, unten: 267 }): Sperrzone[] => {
  const zone = (seiten: Sperrzone['seiten'], y: number, hoehe: number): Sperrzone => ({
    code: 'satzspiegel',
    seiten,
    flaeche: { x: 25, y, breite: 175, hoehe },
    text: 'Der Text ragt über den Satzspiegel hinaus.',
    rat: 'Die Vorlage muss berichtigt werden. Bitte wenden Sie sich an die Vorlagenverwaltung.',
    nurVorlagen: true,
  });
  return [zone('erste', unten, 4.4), zone('folgende', oben, 5.5), zone('folgende', unten, 25)];
};

const fenster = (oben: number): Sperrzone[] => {
  const text = 'Neben dem Anschriftfeld steht etwas, das im Fenster des Umschlags erscheinen kann.';
  const rat = 'Rund um das Anschriftfeld bleibt das Blatt frei.';
  const zone = (flaeche: Rechteck): Sperrzone => ({
    ...{ code: 'fensterumgebung', seiten: 'erste', flaeche, text, rat },
  });
  return [
    zone({ x: 20, y: oben - 4, breite: 90, hoehe: 3.6 }),
    zone({ x: 105.5, y: oben, breite: 18.9, hoehe: 45 }),
    zone({ x: 20, y: oben + 45, breite: 104.4, hoehe: 6 }),
  ];
};

const dinMarken = (falz: readonly [number, number]): Marke[] => {
  const marke = (y: number, breite: number) => ({ x: 4, y: y - 0.1, breite, hoehe: 0.2 });
  return [
    { name: 'obere Faltmarke', seiten: 'erste', flaeche: marke(falz[0], 4) },
    { name: 'untere Faltmarke', seiten: 'erste', flaeche: marke(falz[1], 4) },
    { name: 'Lochmarke', seiten: 'alle', flaeche: marke(148.5, 6) },
  ];
};

/** Form A has its address field at 27 mm, form B at 45 mm (DIN 5008). */
const din = (form: 'A' | 'B', oben: number, falz: readonly [number, number]) => ({
  form,
  sperrzonen: [...druckraender(), linkerRand, rechterRand, ...satzspiegelZonen(), ...fenster(oben)],
  anschrift: {
    zone: { x: 20, y: oben + 16.7, breite: 85, hoehe: 28.3 },
    links: 25,
    grundlinie: oben + 20.45,
  },
  marken: dinMarken(falz),
  linien: [
    { name: 'über der Fußzeile', seiten: 'erste' as const, y: 272 },
    { name: 'unter der Kopfzeile', seiten: 'folgende' as const, y: 17 },
  ],
  kennung: { x: 11.44, y: 262.42, breite: 12.1, hoehe: 12.1 },
  satzspiegel: { links: 25, rechts: 190 },
  hoechstSeiten: 90,
});

const dinB = din('B', 45, [105, 210]);

/** Zones of E-POST; the provider shows them only to its customers, so they are checked with its test mode too. */
const epostZonen = (): Sperrzone[] => {
  const zone = (code: string, flaeche: Rechteck, wo: string, seiten: Sperrzone['seiten']) => ({
    code,
    seiten,
    flaeche,
    text: `Der Briefdienst braucht ${wo} für eigene Zeichen; dort steht aber etwas.`,
    rat: 'Wählen Sie einen anderen Versandweg oder lassen Sie den Bereich frei.',
  });
  return [
    zone('epost-oben', breit(0, 7), 'die oberen 7 mm', 'alle'),
    zone('epost-unten', breit(bogen.hoehe - 7, 7), 'die unteren 7 mm', 'alle'),
    zone('epost-links', hoch(0, 12), 'die linken 12 mm', 'alle'),
    zone('epost-rechts', hoch(bogen.breite - 2.5, 2.5), 'die rechten 2,5 mm', 'alle'),
    zone(
      'epost-freimachung',
      { x: 20, y: 53, breite: 85, hoehe: 13 },
      'die Zone der Freimachung (53 bis 66 mm von oben)',
      'erste',
    ),
  ];
};

const profile: Readonly<Record<Layoutprofilname, Layoutprofil>> = {
  'din-a': { name: 'din-a', titel: 'DIN 5008 Form A', ...din('A', 27, [87, 192]) },
  'din-b': { name: 'din-b', titel: 'DIN 5008 Form B', ...dinB },
  grossdruck: {
    ...dinB,
    name: 'grossdruck',
    titel: 'Großdruck, DIN 5008 Form B',
    // Head and foot are taller; the facts beside the address reach below the window.
    sperrzonen: [
      ...druckraender(),
      linkerRand,
      rechterRand,
      ...satzspiegelZonen({ oben: 23.7, unten: 259.5 }),
      ...fenster(45),
    ],
    linien: [
      { name: 'über der Fußzeile', seiten: 'erste', y: 264 },
      { name: 'unter der Kopfzeile', seiten: 'folgende', y: 23 },
    ],
  },
  epost: {
    ...dinB,
    name: 'epost',
    titel: 'E-POST',
    sperrzonen: [...epostZonen(), ...fenster(45)],
    // The address moves down, out of the franking zone.
    anschrift: { zone: { x: 20, y: 66, breite: 85, hoehe: 24 }, links: 25, grundlinie: 69.95 },
    marken: [],
    kennung: { x: 12.44, y: 262.42, breite: 12.1, hoehe: 12.1 },
    hoechstSeiten: 94,
  },
  digital: {
    name: 'digital',
    titel: 'nur elektronisch',
    form: null,
    sperrzonen: [],
    anschrift: null,
    marken: [],
    linien: [],
    kennung: null,
    satzspiegel: null,
    hoechstSeiten: 1_000,
  },
};

/** The layout profile of a name. */
export const layoutprofilOf = (name: Layoutprofilname): Layoutprofil => profile[name];
