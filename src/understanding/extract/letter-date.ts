import { tageZwischen } from '../fristen/kalender.js';
import { datesIn, type FoundDate } from './dates.js';
import { leftOf, placeIn, type TextLine } from './layout.js';
import type { Reading } from './reading.js';

const dateLabel = /\b(datum|den|am)\b\s*:?\s*$/i;
const placeAndDate = /^[\p{Lu}][\p{L}.\-/ ]{2,40},?\s*(?:den|der|am)?\s*$/u;
const receivedMark =
  /eingang|eingegangen|empfangen|erhalten|posteingang|gesendet|fax|geboren|geb\.|gültig|fällig|zahlbar/i;
const mentionBefore =
  /\b(vom|seit|bis|zum|ab|am|nach|vor|zwischen|und|bescheid|schreiben|nachricht)\s*:?\s*$/i;

interface Scored {
  line: TextLine;
  date: FoundDate;
  score: number;
  reason: string;
}

/** How much the words around a date speak for it being the date of the letter. */
const scoreOf = (
  line: TextLine,
  around: { above: string; left: string },
  date: FoundDate,
): { score: number; reason: string } => {
  const { above, left } = around;
  const before = `${left} ${line.text.slice(0, date.start)}`.trimStart();
  const whole = line.text.length - (date.end - date.start);
  if (receivedMark.test(line.text) || receivedMark.test(above)) return { score: -1, reason: '' };
  if (/\bdatum\b[^\p{L}]*$/iu.test(before)) return { score: 1, reason: 'hinter dem Wort „Datum“' };
  if (/^\s*datum\b/i.test(above) && whole <= 2)
    return { score: 0.95, reason: 'unter dem Wort „Datum“' };
  if (/,?\s(den|der|am)\s*$/i.test(before) && placeAndDate.test(before))
    return { score: 0.95, reason: 'hinter dem Ort' };
  if (placeAndDate.test(before) && before.trim().endsWith(','))
    return { score: 0.9, reason: 'hinter dem Ort' };
  if (whole <= 2) return { score: 0.8, reason: 'steht allein in einer Zeile' };
  if (mentionBefore.test(before)) return { score: 0.1, reason: '' };
  if (dateLabel.test(before)) return { score: 0.6, reason: 'steht im Kopf des Schreibens' };
  return { score: whole <= 30 ? 0.45 : 0.2, reason: 'steht im Kopf des Schreibens' };
};

/** What stands directly above, as the heading of a column. */
const aboveOf = (line: TextLine, lines: readonly TextLine[]): string => {
  const box = line.box;
  if (box === null) return '';
  const nearest = lines
    .filter(
      (other) =>
        other.page === line.page &&
        other.box !== null &&
        other.box.y < box.y &&
        box.y - other.box.y < 0.035 &&
        Math.abs(other.box.x - box.x) < 0.03,
    )
    .sort((a, b) => (b.box?.y ?? 0) - (a.box?.y ?? 0))[0];
  return nearest?.text ?? '';
};

const candidatesOf = (lines: readonly TextLine[], head: ReadonlySet<number>): Scored[] =>
  lines.flatMap((line, position) =>
    datesIn(line.text).map((date) => {
      const above = line.box === null ? (lines[position - 1]?.text ?? '') : aboveOf(line, lines);
      const { score, reason } = scoreOf(
        line,
        { above, left: leftOf(line, lines)?.text ?? '' },
        date,
      );
      return { line, date, reason, score: head.has(line.index) ? score : score - 0.35 };
    }),
  );

/**
 * The day on which the letter was written: a date in its head, beside "Datum" or behind the place.
 * Days after `today`, days more than five years ago and marks of receipt are never taken; null where none fits.
 */
export const findLetterDate = (input: {
  lines: readonly TextLine[];
  /** Index of the first line of the body; the head lies before it. */
  bodyStart: number;
  today: string;
}): Reading | null => {
  const head = new Set(
    input.lines.filter((line) => line.index < input.bodyStart).map((line) => line.index),
  );
  const best = candidatesOf(input.lines, head)
    .filter(({ date }) => {
      const age = tageZwischen(date.value, input.today);
      return age >= 0 && age <= 5 * 366;
    })
    .map((candidate) => ({ ...candidate, score: candidate.score * candidate.date.certainty }))
    .sort((a, b) => b.score - a.score)[0];
  if (best === undefined || best.score < 0.3) return null;
  const place = placeIn(best.line, best.date.start, best.date.end);
  return {
    value: best.date.value,
    raw: best.date.raw,
    confidence: Math.min(0.98, best.score) * place.certainty,
    page: place.page,
    box: place.box,
    reason: `Datum des Schreibens: ${best.reason}${best.date.certainty < 1 ? `; gelesen „${best.date.raw}“, Zeichen berichtigt` : ''}`,
  };
};
