import { z } from 'zod';

/** Stretches of time that can be looked at. */
export const ZeitraumArt = z.enum(['tag', 'woche', 'monat', 'quartal', 'jahr']);
export type ZeitraumArt = z.infer<typeof ZeitraumArt>;

/** GET /api/auswertung */
export const AuswertungAbfrage = z.object({
  zeitraum: ZeitraumArt.default('monat'),
  datum: z.iso.date().optional().describe('Ein Tag im Zeitraum; ohne Angabe heute'),
  einheit: z.uuid().optional().describe('Nur diese Organisationseinheit'),
});
export type AuswertungAbfrage = z.infer<typeof AuswertungAbfrage>;

/** Days from `von` to `bis`, both included, as they are called in Germany. */
export const Tage = z.object({ von: z.iso.date(), bis: z.iso.date(), titel: z.string() });
export type Tage = z.infer<typeof Tage>;

/** How a column of figures is read: counts, shares of 1, seconds. */
export const Zahlenart = z.enum(['anzahl', 'anteil', 'sekunden']);
export type Zahlenart = z.infer<typeof Zahlenart>;

/** A figure with the same one of the period before; null where there is nothing to tell. */
export const Kennzahl = z.object({
  schluessel: z.string(),
  titel: z.string(),
  art: Zahlenart,
  wert: z.number().nullable(),
  vorher: z.number().nullable(),
  hinweis: z.string().describe('Was gezählt wird'),
  warnung: z.boolean().describe('Verlangt Aufmerksamkeit'),
});
export type Kennzahl = z.infer<typeof Kennzahl>;

export const Spalte = z.object({
  titel: z.string(),
  art: z.enum(['text', 'cent', ...Zahlenart.options]),
});
export type Spalte = z.infer<typeof Spalte>;

export const TabellenName = z.enum([
  'eingang',
  'ausgang',
  'beruehrung',
  'kanaele',
  'alleingaenge',
  'fehlleitungen',
  'einheiten',
  'aeltestes',
  'versandfehler',
]);
export type TabellenName = z.infer<typeof TabellenName>;

/** One table; charts show the same figures, a CSV file holds them. The first column names the row. */
export const Tabelle = z.object({
  name: TabellenName,
  titel: z.string(),
  erlaeuterung: z.string(),
  diagramm: z
    .object({
      form: z.enum(['gestapelt', 'linie', 'balken']),
      spalten: z.array(z.number().int()).describe('Nummern der gezeigten Spalten'),
    })
    .nullable(),
  spalten: z.array(Spalte),
  zeilen: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
export type Tabelle = z.infer<typeof Tabelle>;
export type Zelle = Tabelle['zeilen'][number][number];

const EinheitKurz = z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() });

/** Everything that the page shows of a period. */
export const Auswertung = z.object({
  stand: z.iso.datetime(),
  art: ZeitraumArt,
  zeitraum: Tage,
  vergleich: Tage.describe('Der Zeitraum davor; im laufenden Zeitraum gleich viele Tage'),
  davor: z.iso.date().describe('Ein Tag im Zeitraum davor'),
  danach: z.iso.date().nullable().describe('Ein Tag im Zeitraum danach, wenn er begonnen hat'),
  umfang: z.enum(['gesamt', 'einheiten']).describe('Ob die Zahlen für das ganze Haus gelten'),
  einheit: EinheitKurz.nullable(),
  einheiten: z.array(EinheitKurz).describe('Einheiten, die gewählt werden können'),
  kennzahlen: z.array(Kennzahl),
  tabellen: z.array(Tabelle),
  bericht: z.array(z.string()).describe('Das Wichtigste in Sätzen, für den Monatsbericht'),
});
export type Auswertung = z.infer<typeof Auswertung>;
