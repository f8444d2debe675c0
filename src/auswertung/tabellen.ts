import type { Spalte, Tabelle, Zelle } from './auswertung.schema.js';
import { eingangskanaele, eingangskanalText, versandwege, versandwegText } from './worte.js';
import { alter, anteil, type Einheit, type Rohdaten, type Zahlen } from './zahlen.js';

const text = (titel: string): Spalte => ({ titel, art: 'text' });
const anzahl = (titel: string): Spalte => ({ titel, art: 'anzahl' });
const quote = (titel: string): Spalte => ({ titel, art: 'anteil' });
const dauer = (titel: string): Spalte => ({ titel, art: 'sekunden' });

const namer = (einheiten: readonly Einheit[]) => {
  const names = new Map(einheiten.map((one) => [one.id, `${one.kuerzel} ${one.name}`]));
  return (id: string): string => names.get(id) ?? 'Unbekannte Einheit';
};

/** One row for each stretch of the period; columns by way, with their sum. */
const verlauf = (
  daten: Rohdaten,
  zahlen: Zahlen,
  what: { kennzahl: string; ways: readonly string[]; wayText: (kanal: string) => string },
): Pick<Tabelle, 'spalten' | 'zeilen' | 'diagramm'> => {
  const ways = zahlen.belegte(what.ways, [what.kennzahl]);
  return {
    spalten: [text('Zeit'), ...ways.map((way) => anzahl(what.wayText(way))), anzahl('Summe')],
    zeilen: daten.betrachtung.abschnitte.map(({ titel }, at) => [
      titel,
      ...ways.map((way) => zahlen.summe(what.kennzahl, at, way)),
      zahlen.summe(what.kennzahl, at),
    ]),
    diagramm: { form: 'gestapelt', spalten: ways.map((_, at) => at + 1) },
  };
};

const eingang = (daten: Rohdaten, zahlen: Zahlen): Tabelle => {
  const kennzahl = daten.gesamt ? 'angenommen' : 'eingetroffen';
  return {
    name: 'eingang',
    titel: daten.gesamt ? 'Angenommene Eingänge' : 'Im Postkorb eingetroffene Eingänge',
    erlaeuterung: daten.gesamt
      ? 'Zeilen des Posteingangsbuchs nach Eingangsweg. Briefe, die aus einem Stapel getrennt wurden, zählen hier mit ihrem Stapel einmal.'
      : 'Eingänge nach dem Tag, an dem sie zum ersten Mal in einem Postkorb lagen.',
    ...verlauf(daten, zahlen, { kennzahl, ways: eingangskanaele, wayText: eingangskanalText }),
  };
};

const ausgang = (daten: Rohdaten, zahlen: Zahlen): Tabelle => ({
  name: 'ausgang',
  titel: 'Versandte Schreiben',
  erlaeuterung: 'Schreiben nach dem Tag, an dem sie das Haus verlassen haben.',
  ...verlauf(daten, zahlen, {
    kennzahl: 'versandt',
    ways: versandwege,
    wayText: versandwegText,
  }),
});

const beruehrung = (daten: Rohdaten, zahlen: Zahlen): Tabelle => ({
  name: 'beruehrung',
  titel: 'Berührungsquote',
  erlaeuterung:
    'Anteil der Eingänge, bei denen vor dem ersten Postkorb eine Person entscheiden musste.',
  diagramm: { form: 'linie', spalten: [3] },
  spalten: [
    text('Zeit'),
    anzahl('Eingetroffen'),
    anzahl('Davon von Personen entschieden'),
    quote('Berührungsquote'),
  ],
  zeilen: daten.betrachtung.abschnitte.map(({ titel }, at) => {
    const [arrived, touched] = [zahlen.summe('eingetroffen', at), zahlen.summe('beruehrt', at)];
    return [titel, arrived, touched, anteil(touched, arrived)];
  }),
});

const kanaele = (daten: Rohdaten, zahlen: Zahlen): Tabelle => {
  const ways = zahlen.belegte(eingangskanaele, ['angenommen', 'eingetroffen', 'getrennt']);
  const row = (name: string, kanal: string | undefined): Zelle[] => {
    const of = (kennzahl: string) => zahlen.summe(kennzahl, 'zeitraum', kanal);
    const took = daten.dauern.zeitraum.find((one) => one.kanal === (kanal ?? null));
    return [
      name,
      ...(daten.gesamt
        ? [of('angenommen'), zahlen.summe('angenommen', 'vergleich', kanal), of('getrennt')]
        : []),
      of('eingetroffen'),
      anteil(of('beruehrt'), of('eingetroffen')),
      took?.p50 ?? null,
      took?.p95 ?? null,
    ];
  };
  const whole = [anzahl('Angenommen'), anzahl('Angenommen davor'), anzahl('Briefe aus Stapeln')];
  const median = daten.gesamt ? 6 : 3;
  return {
    name: 'kanaele',
    titel: 'Eingangswege und Dauer bis zum Postkorb',
    erlaeuterung:
      'Dauer von der Annahme bis zum ersten Postkorb: die Hälfte der Eingänge brauchte höchstens den Median, 95 von 100 höchstens den 95-%-Wert.',
    diagramm: { form: 'balken', spalten: [median, median + 1] },
    spalten: [
      text('Eingangsweg'),
      ...(daten.gesamt ? whole : []),
      anzahl('Im Postkorb eingetroffen'),
      quote('Berührungsquote'),
      dauer('Dauer (Median)'),
      dauer('Dauer (95 %)'),
    ],
    zeilen: [
      ...ways.map((way) => row(eingangskanalText(way), way)),
      ...(ways.length > 1 ? [row('Alle Wege', undefined)] : []),
    ],
  };
};

const gruende: Readonly<Record<string, string>> = {
  geschaeftszeichen: 'Geschäftszeichen',
  adresse: 'Adresse der Einheit',
  modell: 'Modell',
};

const alleingaenge = (daten: Rohdaten): Tabelle => ({
  name: 'alleingaenge',
  titel: 'Ohne Person zugestellt',
  erlaeuterung:
    'Eingänge, die ohne Entscheidung einer Person ankamen, und was die blinde Stichprobe darüber sagt: Der Fehler liegt mit 95 % Sicherheit unter der Schranke.',
  diagramm: { form: 'balken', spalten: [1] },
  spalten: [
    text('Entschieden durch'),
    anzahl('Ohne Person zugestellt'),
    anzahl('Beantwortete Stichproben'),
    anzahl('Davon falsch'),
    quote('Fehlerschranke'),
  ],
  zeilen: (daten.alleingaenge?.zeitraum ?? []).map((way) => [
    gruende[way.weg] ?? way.weg,
    way.allein,
    way.stichproben,
    way.fehler,
    way.stichproben === 0 ? null : way.grenze,
  ]),
});

const fehlleitungen = (daten: Rohdaten): Tabelle => {
  const name = namer(daten.einheiten);
  return {
    name: 'fehlleitungen',
    titel: 'Fehlleitungen und ihre Wege',
    erlaeuterung:
      'Eingänge, die eine Einheit aus ihrem Postkorb weitergegeben oder als Irrläufer zurückgegeben hat. Jede Weitergabe zählt.',
    diagramm: { form: 'balken', spalten: [2] },
    spalten: [text('Von'), text('Nach'), anzahl('Anzahl')],
    zeilen: daten.fehlleitungen.map((way) => [
      name(way.vonId),
      way.nachId === null ? 'Zurück an die Poststelle' : name(way.nachId),
      way.anzahl,
    ]),
  };
};

const figuresOfEinheiten = [
  'eingetroffen',
  'beruehrt',
  'irrlaeufer',
  'versandt',
  'versand-gescheitert',
  'versand-ungewiss',
  'ruecklauf',
] as const;

const einheiten = (daten: Rohdaten, zahlen: Zahlen): Tabelle => ({
  name: 'einheiten',
  titel: 'Nach Einheiten',
  erlaeuterung: 'Einheiten ohne Zahlen in diesem Zeitraum sind weggelassen.',
  diagramm: { form: 'balken', spalten: [1] },
  spalten: [
    text('Einheit'),
    anzahl('Eingetroffen'),
    quote('Berührungsquote'),
    anzahl('Weiter- oder zurückgegeben'),
    anzahl('Versandt'),
    anzahl('Versandfehler'),
    anzahl('Unzustellbar'),
  ],
  zeilen: daten.einheiten
    .filter(({ id }) => figuresOfEinheiten.some((figure) => zahlen.jeEinheit(figure, id) > 0))
    .map(({ id, kuerzel, name }) => {
      const of = (kennzahl: (typeof figuresOfEinheiten)[number]) => zahlen.jeEinheit(kennzahl, id);
      return [
        `${kuerzel} ${name}`,
        of('eingetroffen'),
        anteil(of('beruehrt'), of('eingetroffen')),
        of('irrlaeufer'),
        of('versandt'),
        of('versand-gescheitert') + of('versand-ungewiss'),
        of('ruecklauf'),
      ];
    }),
});

const aeltestes = (daten: Rohdaten): Tabelle => {
  const name = namer(daten.einheiten);
  const { stand } = daten;
  const rowsOf = (what: string, list: Rohdaten['stand']['postkoerbe']): Zelle[][] =>
    list.map(({ einheitId, offen, seit }) => [
      `${what} ${einheitId === null ? '' : name(einheitId)}`.trim(),
      offen,
      alter(stand, seit),
    ]);
  const all = [
    ...(stand.clearing === null ? [] : rowsOf('Clearing', [stand.clearing])),
    ...rowsOf('Postkorb', stand.postkoerbe),
    ...rowsOf('Schreiben', stand.schreiben),
  ];
  return {
    name: 'aeltestes',
    titel: 'Was jetzt wartet',
    erlaeuterung:
      'Stand von jetzt, unabhängig vom Zeitraum: Clearing, Postkörbe und eingereichte Schreiben, das Älteste zuerst.',
    diagramm: { form: 'balken', spalten: [2] },
    spalten: [text('Wo'), anzahl('Offen'), dauer('Alter des Ältesten')],
    zeilen: all.toSorted((a, b) => Number(b[2] ?? -1) - Number(a[2] ?? -1)),
  };
};

const versandfehler = (daten: Rohdaten, zahlen: Zahlen): Tabelle => ({
  name: 'versandfehler',
  titel: 'Fehler und Rückläufer beim Versand',
  erlaeuterung:
    'Gescheiterte und ungewisse Versuche am Tag ihres Endes; Meldungen über Unzustellbarkeit am Tag, an dem sie eingingen.',
  diagramm: { form: 'gestapelt', spalten: [1, 2, 3] },
  spalten: [text('Zeit'), anzahl('Gescheitert'), anzahl('Ungewiss'), anzahl('Unzustellbar')],
  zeilen: daten.betrachtung.abschnitte.map(({ titel }, at) => [
    titel,
    zahlen.summe('versand-gescheitert', at),
    zahlen.summe('versand-ungewiss', at),
    zahlen.summe('ruecklauf', at),
  ]),
});

/** All tables of the page, in its order. */
export const tabellenOf = (daten: Rohdaten, zahlen: Zahlen): Tabelle[] => [
  eingang(daten, zahlen),
  ausgang(daten, zahlen),
  beruehrung(daten, zahlen),
  kanaele(daten, zahlen),
  ...(daten.gesamt ? [alleingaenge(daten)] : []),
  fehlleitungen(daten),
  aeltestes(daten),
  einheiten(daten, zahlen),
  versandfehler(daten, zahlen),
];
