import { advance, costs, type Path, type Step } from './zeichen-path.js';

interface Gap {
  at: number;
  cost: number;
  /** A speck beside the separator was read as a point. */
  speck: boolean;
}

/** Steps over blanks and ends of lines, and over one speck of dirt where specks may be. */
export const skipBlanks = (text: string, from: number, specks = false): Gap => {
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
  return advance(path, after, '-', {
    cost: costs.oddDash + (after - path.at - 1) * costs.blank,
    folded: true,
  });
};

/** A separator of which nothing is left but a blank, or not even that. */
const lostSeparator = (path: Path, gap: Gap, kind: '-' | '/'): Path[] => {
  if (gap.at === path.at) {
    return advance(path, path.at, kind, {
      cost: kind === '-' ? costs.dashLost : costs.slashLost,
      restored: true,
    });
  }
  // A blank between unit and plan or before the year leaves no doubt about the parts, one between numbers does.
  return kind === '-'
    ? advance(path, gap.at, kind, { cost: costs.dashFromBlank, folded: true })
    : advance(path, gap.at, kind, { cost: costs.slashFromBlank, restored: true });
};

/** A separator and everything that OCR makes of it. */
export const separator =
  (text: string, kind: '-' | '/'): Step =>
  (path) => {
    const before = skipBlanks(text, path.at, true);
    const character = text[before.at] ?? '';
    const after = skipBlanks(text, before.at + 1, true);
    const broken = text.slice(path.at, before.at).includes('\n');
    const ways: Path[] = [];
    const take = (cost: number, restored: boolean): void => {
      const folded = before.speck || after.speck;
      const repair = { cost: before.cost + after.cost + cost, folded, restored };
      ways.push(...advance(path, after.at, kind, repair));
    };
    if (character === kind) take(0, false);
    else if (kind === '/' && oddSlashes.includes(character)) take(costs.oddSlash, true);
    if (kind === '/' && (character === '1' || character === '7')) take(costs.slashFromDigit, true);
    if (kind === '-' && character === '/') take(costs.dashFromBlank, true);
    if (kind === '-') ways.push(...oddDash(text, path));
    if (!broken && !before.speck) ways.push(...lostSeparator(path, before, kind));
    return ways;
  };
