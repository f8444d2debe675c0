import { placeIn, rightOf, type TextLine } from './layout.js';
import type { GeschaeftszeichenReading, Reading } from './reading.js';

const labels =
  /\b((?:unser|mein|unsere)e?s?\s+(?:\S*zeichen|az\b|gz\b|nr\b)|aktenzeichen|geschäfts-?(?:zeichen|nummer|nr)|az\b|gz\b|(?:schaden|versicherungs(?:schein)?|vertrags|kunden|rechnungs|auftrags|vorgangs|fall|beitrags|bestell|angebots|mandats|register)-?\s?(?:nummer|nr\b|zeichen)|(?:rechnung|schaden|kunde|auftrag|police|vertrag)\s+nr\b)\s*(?:\([^)]*\))?[\s.:;!=]*/gi;
const courtForm =
  /(?<![\p{L}\d])(?:[A-Z]\s)?\d{1,3}\s(?:[A-Z]{1,3}|OWi|Ca|BV|SO)\s(?:\d{1,4}\sJs\s)?\d{1,5}\/\d{2,4}(?![\d/])/gu;
const valueForm = /^[\p{Lu}\d][\p{L}\d./-]*(?: [\p{Lu}\d][\p{L}\d./-]*){0,4}/u;

const valueBehind = (text: string): string => {
  const cut = text.split(/,|;| vom | v\. | bitte |\(|\)| {2,}|\bDatum\b|\bTelefon\b/)[0] ?? '';
  const value = valueForm.exec(cut.trim())?.[0] ?? '';
  // Courts number their chambers with letters; a lone nought is the O of "Zivilsachen erster Instanz".
  return value
    .replace(/[.\-/]+$/, '')
    .replace(/^(\d{1,3}) 0 (\d+\/\d{2,4})$/, '$1 O $2')
    .replace(/^(\d{1,3})([A-Z]{1,2}) (\d{1,5}\/\d{2,4})$/, '$1 $2 $3')
    .trim();
};

const isOurs = (value: string, zeichen: readonly GeschaeftszeichenReading[]): boolean =>
  zeichen.some((reading) => reading.role !== 'theirs' && reading.raw.includes(value));

const labelled = (line: TextLine, next: TextLine | undefined): Reading[] =>
  [...line.text.matchAll(labels)].flatMap((match) => {
    const behind = line.text.slice(match.index + match[0].length);
    const below = behind.trim() === '' && next !== undefined;
    const source = below ? next : line;
    const value = valueBehind(below ? next.text : behind);
    if (!/\d/.test(value) || value.length < 3 || value.length > 40) return [];
    const found = source.text.indexOf(value);
    const start = Math.max(0, found);
    const place = placeIn(source, start, found < 0 ? source.text.length : start + value.length);
    const name = match[1] ?? '';
    const own = /^(unser|mein)/i.test(name);
    return [
      {
        value,
        raw: value,
        confidence: (own ? 0.92 : 0.8) * (0.6 + 0.4 * place.certainty),
        page: place.page,
        box: place.box,
        reason: `steht hinter „${name.replace(/\s+/g, ' ')}“`,
      },
    ];
  });

const courtSigns = (line: TextLine): Reading[] =>
  [...line.text.matchAll(courtForm)].map((match) => {
    const place = placeIn(line, match.index, match.index + match[0].length);
    return {
      value: match[0],
      raw: match[0],
      confidence: 0.75 * (0.6 + 0.4 * place.certainty),
      page: place.page,
      box: place.box,
      reason: 'hat die Form eines gerichtlichen Aktenzeichens',
    };
  });

/** References under which others keep the matter: what follows "Unser Zeichen", "Schaden-Nr." and the like, without our own. */
export const findForeignReferences = (
  lines: readonly TextLine[],
  zeichen: readonly GeschaeftszeichenReading[],
): Reading[] => {
  const seen = new Set<string>();
  return lines
    .flatMap((line) => [...labelled(line, rightOf(line, lines)), ...courtSigns(line)])
    .filter((reading) => !isOurs(reading.value, zeichen))
    .sort((a, b) => b.confidence - a.confidence)
    .filter((reading) => {
      const key = reading.value.replace(/\W/g, '');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, 8);
};
