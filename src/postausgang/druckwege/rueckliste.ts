import { z } from 'zod';
import type { Meldung } from '../channels/channel.js';

const Zeile = z.object({
  datei: z.string().min(1),
  status: z.string(),
  zeit: z.string().default(''),
  grund: z.string().default(''),
});

/** One line of a return list: what the print service did with a file. */
export interface Rueckzeile {
  datei: string;
  art: 'angenommen' | 'gedruckt' | 'eingeliefert' | 'abgelehnt';
  at: Date | undefined;
  grund: string;
}

const arten: Readonly<Record<string, Rueckzeile['art']>> = {
  angenommen: 'angenommen',
  gedruckt: 'gedruckt',
  eingeliefert: 'eingeliefert',
  aufgeliefert: 'eingeliefert',
  abgelehnt: 'abgelehnt',
  fehler: 'abgelehnt',
};

const toZeile = (given: unknown): Rueckzeile[] => {
  const parsed = Zeile.safeParse(given);
  if (!parsed.success) return [];
  const { datei, status, zeit, grund } = parsed.data;
  const art = arten[status.trim().toLowerCase()];
  if (art === undefined) return [];
  const at = new Date(zeit);
  return [{ datei, art, grund, at: Number.isNaN(at.getTime()) ? undefined : at }];
};

/** One line of CSV; fields may stand in quotation marks, doubled inside. */
const fieldsOf = (line: string, separator: string): string[] => {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const end = quoted?.[0].length ?? rest.indexOf(separator);
    const stop = end === -1 ? rest.length : end;
    fields.push((quoted?.[1]?.replaceAll('""', '"') ?? rest.slice(0, stop)).trim());
    if (rest[stop] !== separator) return fields;
    rest = rest.slice(stop + 1);
  }
};

const readCsv = (text: string): Rueckzeile[] => {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = head.includes(';') ? ';' : ',';
  const names = fieldsOf(head.replace(/^\uFEFF/, ''), separator).map((name) => name.toLowerCase());
  return lines.flatMap((line) => {
    const fields = fieldsOf(line, separator);
    return toZeile(Object.fromEntries(names.map((name, index) => [name, fields[index] ?? ''])));
  });
};

const readJson = (text: string): Rueckzeile[] => {
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.flatMap(toZeile) : [];
  } catch {
    // A list that is still being written is read again.
    return [];
  }
};

/** Reads a return list, CSV with a head line or JSON; lines that say nothing known are left out. */
export const readRueckliste = (name: string, text: string): Rueckzeile[] =>
  name.toLowerCase().endsWith('.json') ? readJson(text) : readCsv(text);

const texte: Readonly<Record<Rueckzeile['art'], string>> = {
  angenommen: 'Der Druckdienstleister hat die Datei angenommen.',
  gedruckt: 'Der Druckdienstleister hat das Schreiben gedruckt.',
  eingeliefert: 'Der Druckdienstleister hat das Schreiben bei der Post eingeliefert.',
  abgelehnt: 'Der Druckdienstleister hat das Schreiben abgelehnt',
};

/** What a line means for its letter. */
export const toMeldung = ({ art, at, datei, grund }: Rueckzeile): Meldung => ({
  art,
  schluessel: '',
  ...(at === undefined ? {} : { at }),
  text:
    art === 'abgelehnt'
      ? `${texte[art]}: ${grund === '' ? 'ohne Angabe eines Grundes' : grund}.`
      : texte[art],
  roh: JSON.stringify({ datei, status: art }),
});
