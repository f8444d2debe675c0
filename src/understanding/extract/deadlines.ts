import { datesIn } from './dates.js';
import { placeIn, type TextLine } from './layout.js';
import type { Deadline, Reading } from './reading.js';

const dayBefore = /\b(bis|spätestens|frist|fristende|ablauf|termin)\b[^.]{0,30}$/i;
const threatBefore = /\bnach dem\s*$/i;
const noteBehind = /^\s*(?:vorgemerkt|notiert)/i;
const numberWords: Readonly<Record<string, number>> = {
  einer: 1,
  einem: 1,
  eines: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  acht: 8,
  zehn: 10,
  vierzehn: 14,
};
const period =
  /\b(?:binnen|innerhalb(?: von)?|frist von|in den nächsten)\s+(\d{1,3}|einer|einem|eines|zwei|drei|vier|fünf|sechs|acht|zehn|vierzehn)\s+(tag|woche|monat)/gi;
const daysOf: Readonly<Record<string, number>> = { tag: 1, woche: 7, monat: 30 };

const reading = (
  line: TextLine,
  found: { value: Deadline; start: number; end: number; certainty: number },
): Reading<Deadline> => {
  const place = placeIn(line, found.start, found.end);
  return {
    value: found.value,
    raw: line.text.slice(found.start, found.end),
    confidence: found.certainty * place.certainty,
    page: place.page,
    box: place.box,
    reason:
      found.value.art === 'datum'
        ? 'Frist: Tag hinter „bis“ oder „spätestens“'
        : 'Frist: Dauer hinter „binnen“ oder „innerhalb“',
  };
};

/** Periods that the letter sets: days behind "bis", "spätestens", "Frist", "nach dem" (later than today), and spans such as "binnen zwei Wochen" (a month counts 30 days). */
export const findDeadlines = (lines: readonly TextLine[], today: string): Reading<Deadline>[] =>
  lines.flatMap((line) => {
    const days = datesIn(line.text)
      .filter(
        (date) =>
          dayBefore.test(line.text.slice(0, date.start)) ||
          (threatBefore.test(line.text.slice(0, date.start)) && date.value > today) ||
          noteBehind.test(line.text.slice(date.end)),
      )
      .map((date) =>
        reading(line, {
          ...date,
          value: { art: 'datum', datum: date.value },
          certainty: 0.8 * date.certainty,
        }),
      );
    const spans = [...line.text.matchAll(period)].flatMap((match) => {
      const word = (match[1] ?? '').toLowerCase();
      const count = numberWords[word] ?? Number(word);
      const unit = daysOf[(match[2] ?? '').toLowerCase()] ?? 1;
      if (!Number.isInteger(count) || count < 1) return [];
      return [
        reading(line, {
          value: { art: 'dauer', tage: count * unit },
          start: match.index,
          end: match.index + match[0].length,
          certainty: 0.7,
        }),
      ];
    });
    return [...days, ...spans];
  });
