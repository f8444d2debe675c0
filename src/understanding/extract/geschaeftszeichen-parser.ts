import { digitOf } from './ocr-characters.js';
import type { ZeichenForm } from './reading.js';

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

/** What each repair costs. The sum of a reading stays below `highest`. */
const costs = {
  blank: 0.05,
  lineBreak: 0.1,
  speck: 0.2,
  blankInNumber: 0.25,
  lookAlike: 0.1,
  oddDash: 0.2,
  dashFromBlank: 0.3,
  dashLost: 0.4,
  oddSlash: 0.3,
  slashFromDigit: 0.6,
  slashFromBlank: 0.4,
  slashLost: 0.9,
  unknownUnit: 0.8,
  shortYear: 0.2,
  unreadable: 1,
  highest: 1.75,
} as const;

interface Path {
  at: number;
  value: string;
  cost: number;
  folded: boolean;
  restored: boolean;
  damaged: boolean;
}

type Step = (path: Path) => Path[];
interface Flags {
  folded?: boolean;
  restored?: boolean;
  damaged?: boolean;
}

const advance = (
  path: Path,
  at: number,
  added: string,
  cost: number,
  flags: Flags = {},
): Path[] => {
  const total = path.cost + cost;
  const damaged = path.damaged || flags.damaged === true;
  if (total > costs.highest || (flags.damaged === true && path.damaged)) return [];
  return [
    {
      at,
      value: path.value + added,
      cost: total,
      folded: path.folded || flags.folded === true,
      restored: path.restored || flags.restored === true,
      damaged,
    },
  ];
};

interface Gap {
  at: number;
  cost: number;
  /** A speck beside the separator was read as a point. */
  speck: boolean;
}

/** Steps over blanks and ends of lines, and over one speck of dirt where specks may be. */
const skipBlanks = (text: string, from: number, specks = false): Gap => {
  const gap: Gap = { at: from, cost: 0, speck: false };
  for (let step = 0; step < 4; step += 1) {
    const character = text[gap.at];
    if (character === ' ') gap.cost += costs.blank;
    else if (character === '\n') gap.cost += costs.lineBreak;
    else if (specks && !gap.speck && character !== undefined && ".,'`".includes(character)) {
      gap.cost += costs.speck;
      gap.speck = true;
    } else break;
    gap.at += 1;
  }
  return gap;
};

const oddDashes = '.,_=:;+*"\'';
const oddSlashes = "|Il!iJjtf()[]{},.';:-";

/** A dash that was read as a point, a line or the like. */
const oddDash = (text: string, path: Path): Path[] => {
  const at = text[path.at] === ' ' ? path.at + 1 : path.at;
  if (!oddDashes.includes(text[at] ?? ' ')) return [];
  const after = text[at + 1] === ' ' ? at + 2 : at + 1;
  return advance(path, after, '-', costs.oddDash + (after - path.at - 1) * costs.blank, {
    folded: true,
  });
};

/** A separator of which nothing is left but a blank, or not even that. */
const lostSeparator = (path: Path, gap: Gap, kind: '-' | '/'): Path[] => {
  if (gap.at === path.at) {
    return advance(path, path.at, kind, kind === '-' ? costs.dashLost : costs.slashLost, {
      restored: true,
    });
  }
  // A blank between unit and plan or before the year leaves no doubt about the parts, one between numbers does.
  return kind === '-'
    ? advance(path, gap.at, kind, costs.dashFromBlank, { folded: true })
    : advance(path, gap.at, kind, costs.slashFromBlank, { restored: true });
};

/** A separator and everything that OCR makes of it. */
const separator =
  (text: string, kind: '-' | '/'): Step =>
  (path) => {
    const before = skipBlanks(text, path.at, true);
    const character = text[before.at] ?? '';
    const after = skipBlanks(text, before.at + 1, true);
    const broken = text.slice(path.at, before.at).includes('\n');
    const ways: Path[] = [];
    const take = (cost: number, flags: Flags): void => {
      const folded = flags.folded === true || before.speck || after.speck;
      ways.push(
        ...advance(path, after.at, kind, before.cost + after.cost + cost, { ...flags, folded }),
      );
    };
    if (character === kind) take(0, {});
    else if (kind === '/' && oddSlashes.includes(character))
      take(costs.oddSlash, { restored: true });
    if (kind === '/' && (character === '1' || character === '7'))
      take(costs.slashFromDigit, { restored: true });
    if (kind === '-' && character === '/') take(costs.dashFromBlank, { restored: true });
    if (kind === '-') ways.push(...oddDash(text, path));
    if (!broken && !before.speck) ways.push(...lostSeparator(path, before, kind));
    return ways;
  };

/** One digit, as such, as a look-alike letter, or unreadable. */
const oneDigit = (text: string, path: Path, first: boolean): Path[] => {
  const gap = !first && text[path.at] === ' ' ? 1 : 0;
  const character = text[path.at + gap] ?? '';
  const next = path.at + gap + 1;
  const cost = gap * costs.blankInNumber;
  const flags: Flags = gap > 0 ? { folded: true } : {};
  if (character >= '0' && character <= '9') return advance(path, next, character, cost, flags);
  const meant = digitOf(character);
  const ways =
    meant === null ? [] : advance(path, next, meant, cost + costs.lookAlike, { folded: true });
  if (/[\p{L}$%&?*#]/u.test(character)) {
    ways.push(...advance(path, next, '?', cost + costs.unreadable, { damaged: true }));
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
      return advance(way, after.at, '.', cost, mark === ',' ? { folded: true } : {}).flatMap(
        (point) => digits(text, 1, 3)(point),
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
      return advance(path, path.at + name.length, name, cost, cost > 0 ? { folded: true } : {});
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
          : advance({ ...way, damaged: false }, way.at, '', costs.unknownUnit, { damaged: true }),
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
      return advance(
        { ...way, value: way.value.slice(0, -2) },
        way.at,
        `20${short}`,
        costs.shortYear,
        {
          folded: true,
        },
      );
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
