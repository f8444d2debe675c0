import type { PosteingangZeile } from '../posteingang.schema.js';
import type { Seitenmodus, StapelZeile } from './stapel.schema.js';

const modi: Readonly<Record<Seitenmodus, string>> = {
  einseitig: 'einseitig',
  beidseitig: 'beidseitig',
  getrennt: 'Vorder- und Rückseiten getrennt',
};

const instant = new Intl.DateTimeFormat('de-DE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'medium',
  timeStyle: 'short',
});
const when = (iso: string | null): string => (iso === null ? '' : instant.format(new Date(iso)));

type Cell = string | number | null;

// A spreadsheet would take a text that begins so for a formula.
const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  const harmless = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** CSV as German spreadsheets open it: semicolons, CRLF, UTF-8 with a mark. */
const csv = (lines: readonly (readonly Cell[])[]): string =>
  `\uFEFF${lines.map((line) => line.map(quoted).join(';')).join('\r\n')}\r\n`;

const difference = ({ erwartet, gescannt }: StapelZeile['abgleich']): number | null =>
  erwartet === null ? null : gescannt - erwartet;

/** The figures of many Stapel, one a line. */
export const stapelCsv = (stapel: readonly StapelZeile[]): string =>
  csv([
    [
      'Stapel',
      'Bezeichnung',
      'Station',
      'Scanprofil',
      'Seiten',
      'Person',
      'Angelegt',
      'Abgeschlossen',
      'Erwartete Blätter',
      'Gescannte Blätter',
      'Abweichung',
      'Grund der Abweichung',
      'Dateien',
      'Seitenzahl',
      'Briefe',
      'Zugeordnet',
      'Clearing',
      'Erste Eingangsnummer',
      'Letzte Eingangsnummer',
    ],
    ...stapel.map((one): Cell[] => [
      one.nummer,
      one.bezeichnung,
      one.station,
      one.scanprofil,
      modi[one.seitenmodus],
      one.person,
      when(one.createdAt),
      when(one.abgeschlossenAt),
      one.abgleich.erwartet,
      one.abgleich.gescannt,
      difference(one.abgleich),
      one.abweichungGrund,
      one.dateien,
      one.seiten.gesamt,
      one.briefe.gesamt,
      one.briefe.zugeordnet,
      one.briefe.clearing,
      one.ersteEingangsnummer,
      one.letzteEingangsnummer,
    ]),
  ]);

/** The Übergabeprotokoll of one Stapel: its head, then a line for each Eingang, to be signed on paper. */
export const uebergabeCsv = (one: StapelZeile, briefe: readonly PosteingangZeile[]): string =>
  csv([
    ['Übergabeprotokoll Stapel', one.nummer],
    ['Bezeichnung', one.bezeichnung],
    ['Station', one.station],
    ['Scanprofil', one.scanprofil],
    ['Seiten', modi[one.seitenmodus]],
    ['Person', one.person],
    ['Angelegt', when(one.createdAt)],
    ['Abgeschlossen', when(one.abgeschlossenAt)],
    ['Erwartete Blätter', one.abgleich.erwartet],
    ['Gescannte Blätter', one.abgleich.gescannt],
    ['Abgleich', one.abgleich.text],
    ['Grund der Abweichung', one.abweichungGrund],
    [],
    ['Eingangsnummer', 'Eingangsdatum', 'Seiten', 'Stand', 'Einheit', 'Ursprung'],
    ...briefe.map((brief): Cell[] => [
      brief.eingangsnummer,
      brief.eingangsdatum,
      brief.seitenzahl,
      brief.zustand.replace('_', ' '),
      brief.organisationseinheit?.kuerzel ?? null,
      brief.parentEingangsnummer,
    ]),
    [],
    ['Papier übergeben (Datum, Unterschrift)', ''],
    ['Papier übernommen (Datum, Unterschrift)', ''],
  ]);
