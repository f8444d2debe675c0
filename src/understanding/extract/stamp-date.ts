import { tageZwischen } from '../fristen/kalender.js';
import { datesIn } from './dates.js';
import { boxAround, placeIn, type TextLine } from './layout.js';
import type { Reading } from './reading.js';

/** No stamp lies further back: older ones are of an earlier way of the letter. */
const oldestDays = 366;

/**
 * The day on a stamp of receipt, from the lines that `receiptStampLines` found. Never later than `today` nor before the
 * day of the letter; where two stamps say different days, the later one is ours.
 */
export const findStampDate = (
  stamp: Iterable<TextLine>,
  { today, letterDate }: { today: string; letterDate: string | null },
): Reading | null => {
  const lines = [...stamp];
  const found = lines
    .flatMap((line) => datesIn(line.text).map((date) => ({ line, date })))
    .filter(({ date: { value } }) => {
      const age = tageZwischen(value, today);
      return age >= 0 && age <= oldestDays && (letterDate === null || value >= letterDate);
    })
    .sort((a, b) => (a.date.value < b.date.value ? 1 : -1));
  const [best] = found;
  if (best === undefined) return null;
  const { line, date } = best;
  const place = placeIn(line, date.start, date.end);
  const several = new Set(found.map((one) => one.date.value)).size > 1;
  return {
    value: date.value,
    raw: date.raw,
    confidence: (several ? 0.6 : 0.9) * date.certainty * (0.5 + 0.5 * place.certainty),
    page: place.page,
    box: place.box ?? boxAround(line.box === null ? [] : [line.box]),
    reason: `Tag auf dem Eingangsstempel${several ? '; der Stempel nennt mehrere Tage, der späteste gilt' : ''}`,
  };
};
