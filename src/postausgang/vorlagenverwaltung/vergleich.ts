import { textOf } from '../druckbloecke.js';
import type { Block } from '../postausgang.schema.js';
import type { DatenOf, Fassungsart } from './fassung.js';
import type { Vergleich } from './verwaltung.schema.js';

const names: Readonly<Record<string, string>> = {
  titel: 'Titel',
  beschreibung: 'Beschreibung',
  vierAugen: 'Freigabe durch eine zweite Person',
  verwaltungsakt: 'Verwaltungsakt',
  form: 'Form nach DIN 5008',
  kanaele: 'Versandwege',
  bloecke: 'Erlaubte Bausteine',
  pflichtbloecke: 'Pflichtbausteine',
  betreff: 'Betreff',
  satz: 'Gesetzt wie',
  anrede: 'Anrede',
  grussformel: 'Grußformel',
  unterzeichner: 'Unterzeichner',
  anlagen: 'Anlagen',
  einheiten: 'Einheiten',
  bezeichnung: 'Bezeichnung',
  farbe: 'Farbe',
  wappen: 'Wappen',
  wappenText: 'Beschreibung des Wappens',
  fusszeile: 'Fußzeile',
  konto: 'Konto',
  schlagworte: 'Schlagworte',
  vorlagen: 'Vorlagen',
};

const textual = (value: unknown): string => {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'boolean') return value ? 'ja' : 'nein';
  if (Array.isArray(value)) return value.map(textual).join('; ');
  if (typeof value === 'object')
    return Object.values(value).map(textual).filter(Boolean).join(', ');
  return String(value);
};

type Daten = DatenOf[Fassungsart];

const fieldsOf = (daten: Daten): Map<string, string> => {
  const { inhalt, ...rest } = { inhalt: {}, ...daten } as Record<string, unknown>;
  const { bloecke: _text, ...letter } = inhalt as Record<string, unknown>;
  const isBaustein = 'schlagworte' in rest;
  const all = Object.entries({ ...rest, ...letter }).filter(
    ([key]) => !(isBaustein && key === 'bloecke'),
  );
  return new Map(all.map(([key, value]) => [names[key] ?? key, textual(value)]));
};

const blocksOf = (daten: Daten): readonly Block[] => {
  if ('inhalt' in daten) return daten.inhalt.bloecke;
  return 'schlagworte' in daten ? daten.bloecke : [];
};

const linesOf = (daten: Daten | undefined): string[] =>
  daten === undefined ? [] : blocksOf(daten).flatMap((block) => textOf(block).split('\n'));

/** The longest common lines of two texts, the rest as taken away or new. */
const compareLines = (before: readonly string[], after: readonly string[]): Vergleich['zeilen'] => {
  const length = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  const at = (i: number, j: number): number => length[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = length[i];
      if (row === undefined) continue;
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: Vergleich['zeilen'] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length; ) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      found.push({ art: 'gleich', text: after[j] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      found.push({ art: 'weg', text: before[i] ?? '' });
      i += 1;
    } else {
      found.push({ art: 'neu', text: after[j] ?? '' });
      j += 1;
    }
  }
  return found;
};

/** What the later version says otherwise than the earlier one, in the words of the form. */
export const vergleiche = (
  before: { nummer: number; daten: Daten } | undefined,
  after: Daten,
): Vergleich => {
  const old = before === undefined ? new Map<string, string>() : fieldsOf(before.daten);
  const now = fieldsOf(after);
  const felder = [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, vorher: old.get(name) ?? '', nachher: now.get(name) ?? '' }))
    .filter(({ vorher, nachher }) => vorher !== nachher);
  const zeilen = compareLines(linesOf(before?.daten), linesOf(after));
  return { mit: before?.nummer ?? null, felder, zeilen };
};
