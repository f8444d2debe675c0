import { digitOf } from './ocr-characters.js';
import type { ZeichenForm } from './reading.js';
import { advance, costs, type Path, type Step } from './zeichen-path.js';
import { separator, skipBlanks } from './zeichen-separator.js';

/** One way to read a piece of text as a Geschaeftszeichen of ours. */
export interface ParsedZeichen {
  /** `32-1212/14/7-2026`; an unreadable character stands as `?`. */
  value: string;
  dokument: number | null;
  form: ZeichenForm;
  /** What had to be put right, in the currency of `costs`; 0 for a clean reading. */
  cost: number;
  /** End of the reading in the text, exclusive, without the number of the Dokument. */
  end: number;
}

/** One digit, as such, as a look-alike letter, or unreadable. */
const oneDigit = (text: string, path: Path, first: boolean): Path[] => {
  const gap = !first && text[path.at] === ' ' ? 1 : 0;
  const character = text[path.at + gap] ?? '';
  const next = path.at + gap + 1;
  const cost = gap * costs.blankInNumber;
  const flags = { folded: gap > 0 };
  if (character >= '0' && character <= '9')
    return advance(path, next, character, { ...flags, cost });
  const meant = digitOf(character);
  const ways =
    meant === null
      ? []
      : advance(path, next, meant, { cost: cost + costs.lookAlike, folded: true });
  if (/[\p{L}$%&?*#]/u.test(character)) {
    ways.push(...advance(path, next, '?', { cost: cost + costs.unreadable, damaged: true }));
  }
  return ways;
};

/** A number of `shortest` to `longest` digits; every length is one way. */
const digits =
  (text: string, shortest: number, longest: number): Step =>
  (path) => {
    const done: Path[] = [];
    let open: Path[] = [path];
    for (let length = 1; length <= longest && open.length > 0; length += 1) {
      open = open.flatMap((way) => oneDigit(text, way, length === 1));
      if (length >= shortest) done.push(...open);
    }
    return done;
  };

/** The number of the Aktenplaneinheit: digits, with points between them in some file plans. */
const planNumber =
  (text: string): Step =>
  (path) => {
    const whole = digits(text, 1, 6)(path);
    const pointed = whole.flatMap((way) => {
      const blanks = skipBlanks(text, way.at);
      const mark = text[blanks.at];
      if (mark !== '.' && mark !== ',') return [];
      const after = skipBlanks(text, blanks.at + 1);
      const cost = blanks.cost + after.cost + (mark === ',' ? costs.lookAlike : 0);
      return advance(way, after.at, '.', { cost, folded: mark === ',' }).flatMap((point) =>
        digits(text, 1, 3)(point),
      );
    });
    return [...whole, ...pointed];
  };

/** The Kuerzel of a unit that exists, with look-alikes, or two digits that belong to none. */
const unit =
  (text: string, kuerzel: readonly string[]): Step =>
  (path) => {
    const known = kuerzel.flatMap((name) => {
      let cost = 0;
      for (let index = 0; index < name.length; index += 1) {
        const given = text[path.at + index] ?? '';
        const wanted = name[index] ?? '';
        if (given === wanted) continue;
        const same =
          digitOf(given) === wanted ||
          given.toUpperCase() === wanted ||
          (wanted === 'O' && given === '0');
        if (!same || given === '') return [];
        cost += costs.lookAlike;
      }
      return advance(path, path.at + name.length, name, { cost, folded: cost > 0 });
    });
    const guessed = digits(
      text,
      2,
      2,
    )(path).flatMap((way) =>
      known.some(({ value }) => value === way.value)
        ? []
        : way.damaged
          ? [way]
          : advance({ ...way, damaged: false }, way.at, '', {
              cost: costs.unknownUnit,
              damaged: true,
            }),
    );
    return [...known, ...guessed];
  };

const year =
  (text: string, newest: number): Step =>
  (path) => {
    const inRange = (value: string): boolean => {
      const last = value.slice(-4);
      return last.includes('?')
        ? /^(20|\?0|2\?|19)/.test(last)
        : Number(last) >= 1990 && Number(last) <= newest;
    };
    const long = digits(text, 4, 4)(path).filter((way) => inRange(way.value));
    if (long.length > 0) return long;
    return digits(
      text,
      2,
      2,
    )(path).flatMap((way) => {
      const short = way.value.slice(-2);
      if (/[0-9]/.test(text[way.at] ?? '') || short.includes('?')) return [];
      const spelled = `${way.value.slice(0, -2)}20${short}`;
      if (!inRange(spelled)) return [];
      return advance({ ...way, value: way.value.slice(0, -2) }, way.at, `20${short}`, {
        cost: costs.shortYear,
        folded: true,
      });
    });
  };

const formOf = (path: Path): ZeichenForm => {
  if (path.damaged) return 'damaged';
  if (path.restored) return 'restored';
  return path.folded ? 'folded' : 'exact';
};

const dokumentBehind = (text: string, at: number): number | null => {
  const match = /^ {0,2}\n?[/|] {0,2}\n?(\d{1,4})(?![\d.])/.exec(text.slice(at, at + 12));
  return match === null ? null : Number(match[1]);
};

/** What stands directly around a reading: letters or digits there make it less likely. */
const edgeCost = (text: string, start: number, end: number): number => {
  const before = text[start - 1] ?? ' ';
  const after = text[end] ?? ' ';
  let cost = 0;
  if (/[0-9]/.test(before) || /[0-9]/.test(after)) cost += 0.7;
  if (/[\p{L}]/u.test(before) || /[\p{L}]/u.test(after)) cost += 0.3;
  if (before === '/' || before === '-' || after === '-') cost += 0.5;
  return cost;
};

/**
 * All ways to read a Geschaeftszeichen of ours that starts at `start`, cheapest first and each value once:
 * `<Kuerzel>-<Aktenplan>/<Akte>/<Vorgang>-<Jahr>[/<Dokument>]`. Empty for ordinary text.
 */
export const parseZeichenAt = (
  text: string,
  start: number,
  form: { kuerzel: readonly string[]; newestYear: number },
): ParsedZeichen[] => {
  const steps: Step[] = [
    unit(text, form.kuerzel),
    separator(text, '-'),
    planNumber(text),
    separator(text, '/'),
    digits(text, 1, 5),
    separator(text, '/'),
    digits(text, 1, 5),
    separator(text, '-'),
    year(text, form.newestYear),
  ];
  const begin: Path = {
    at: start,
    value: '',
    cost: 0,
    folded: false,
    restored: false,
    damaged: false,
  };
  const ends = steps.reduce<Path[]>((paths, step) => paths.flatMap(step), [begin]);
  const best = new Map<string, ParsedZeichen>();
  for (const path of ends) {
    const edge = edgeCost(text, start, path.at);
    const cost = path.cost + edge;
    const known = best.get(path.value);
    if (cost > costs.highest || (known !== undefined && known.cost <= cost)) continue;
    best.set(path.value, {
      value: path.value,
      dokument: dokumentBehind(text, path.at),
      form: edge > 0.4 && !path.damaged ? 'restored' : formOf(path),
      cost,
      end: path.at,
    });
  }
  return [...best.values()].sort((a, b) => a.cost - b.cost);
};
