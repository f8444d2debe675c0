import { addDays, longDate, numericDate } from '../german-format.js';
import type { GeneratedLetter } from '../letter.js';
import type { Random } from '../random.js';
import { signatureSvg } from './signature.js';

/** What lies over the letter on the paper, as the template reads it. */
export interface Overlay {
  stamp?: {
    lines: readonly string[];
    xMm: number;
    yMm: number;
    degrees: number;
    colour: string;
    initials: string;
  };
  faxHeader?: string;
  /** A text that is covered so that nobody can read it, and the blot that covers it. */
  cover?: { text: string; svg: string };
}

const months = [
  'Jan.',
  'Feb.',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'Aug.',
  'Sep.',
  'Okt.',
  'Nov.',
  'Dez.',
] as const;

const stampDate = (isoDay: string): string =>
  `${Number(isoDay.slice(8, 10))}. ${months[Number(isoDay.slice(5, 7)) - 1] ?? ''} ${isoDay.slice(0, 4)}`;

const drawStamp = (letter: GeneratedLetter, random: Random): NonNullable<Overlay['stamp']> => {
  const day = addDays(letter.truth.datum, random.int(1, 4));
  const privateLayout = letter.style.layout === 'citizen';
  return {
    lines: random.pick<readonly string[]>([
      ['Stadt Lohwerda', 'Eingegangen', stampDate(day), 'Zentrale Poststelle'],
      ['EINGANG', stampDate(day), 'Stadtverwaltung Lohwerda'],
      ['Stadtverwaltung Lohwerda', 'Eing.:', numericDate(day), 'Anl.:'],
      ['Eingegangen am', longDate(day), 'Poststelle'],
    ]),
    xMm: privateLayout ? random.int(88, 112) : random.int(84, 106),
    yMm: privateLayout ? random.int(22, 52) : random.int(78, 92),
    degrees: random.int(-60, 60) / 10,
    colour: random.pick(['#7a1f4b', '#24408e', '#3a3a3a', '#a01822']),
    initials: signatureSvg(`Zeichen ${random.int(1, 999)}`),
  };
};

/** Overlapping strokes of a thick pen: fully opaque. */
const blotSvg = (random: Random): string => {
  const strokes = Array.from({ length: 5 }, (_, i) => {
    const y = 4 + i * 5;
    return `M -2 ${y + random.int(-2, 2)} L 102 ${y + random.int(-2, 2)}`;
  }).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="28" viewBox="0 0 100 28" preserveAspectRatio="none"><rect x="0" y="2" width="100" height="24" fill="#101014"/><path d="${strokes}" stroke="#101014" stroke-width="7" fill="none"/></svg>`;
};

/** Draws what the condition puts over the letter; `blot` needs our reference on the paper. */
export const drawOverlay = (
  letter: GeneratedLetter,
  { kind, random }: { kind: 'stamp' | 'faxHeader' | 'blot' | 'none'; random: Random },
): Overlay => {
  switch (kind) {
    case 'none':
      return {};
    case 'stamp':
      return { stamp: drawStamp(letter, random) };
    case 'faxHeader': {
      const time = `${random.int(7, 19)}:${String(random.int(0, 59)).padStart(2, '0')}`;
      return {
        faxHeader: `${numericDate(addDays(letter.truth.datum, 1))}  ${time}   03500 ${random.int(20000, 79999)}   -> 03500 4889999`,
      };
    }
    case 'blot': {
      const text = letter.truth.geschaeftszeichenPrinted;
      return text === undefined ? {} : { cover: { text, svg: blotSvg(random) } };
    }
  }
};
