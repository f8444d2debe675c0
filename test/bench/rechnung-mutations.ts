import Big from 'big.js';
import type { Gruppe, Rechnung, TermId } from '#tools/rechnung/begriffe.js';
import { readLeitwegId } from '#tools/rechnung/leitweg-id.js';
import { groupsOf, pruefeRechnung, textOf } from '#understanding/index.js';

const totals = [
  'BT-106',
  'BT-107',
  'BT-108',
  'BT-109',
  'BT-110',
  'BT-112',
  'BT-113',
  'BT-115',
] as const;

const copyOf = (rechnung: Rechnung): Rechnung => JSON.parse(JSON.stringify(rechnung)) as Rechnung;

const change = (group: Gruppe | undefined, id: TermId, to: (value: string) => string): boolean => {
  const term = group?.terms[id]?.[0];
  if (term === undefined) return false;
  term.value = to(term.value);
  return true;
};

/** How often each rule is broken; a mutation has to add something. */
const countsOf = (rechnung: Rechnung): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { regel } of pruefeRechnung(rechnung)) counts.set(regel, (counts.get(regel) ?? 0) + 1);
  return counts;
};

const isFlagged = (before: Map<string, number>, after: Rechnung): boolean =>
  [...countsOf(after)].some(([rule, count]) => count > (before.get(rule) ?? 0));

const amounts: readonly ((value: string) => string)[] = [
  (value) => new Big(value).plus('0.01').toFixed(2),
  (value) => new Big(value).minus(1).toFixed(2),
  (value) => new Big(value).plus(1000).toFixed(2),
];

/** All places where a total of the document or of a VAT rate stands. */
const mutateTotals = (rechnung: Rechnung, name: string, missed: string[]): [number, number] => {
  const before = countsOf(rechnung);
  let made = 0;
  let flagged = 0;
  const tryOne = (what: string, at: (copy: Rechnung) => boolean): void => {
    const copy = copyOf(rechnung);
    if (!at(copy)) return;
    made += 1;
    if (isFlagged(before, copy)) flagged += 1;
    else missed.push(`${name} ${what}`);
  };
  for (const [index, amount] of amounts.entries())
    for (const id of totals)
      tryOne(`${id} mutation ${index + 1}`, (copy) =>
        change(groupsOf(copy, 'BG-22')[0], id, amount),
      );
  return [made, flagged];
};

const wrongLeitwegIds = (sound: string): string[] => {
  const wrong = new Set<string>();
  for (const [at, one] of [...sound].entries()) {
    if (!/\d/.test(one)) continue;
    for (const digit of '0123456789')
      if (digit !== one) wrong.add(sound.slice(0, at) + digit + sound.slice(at + 1));
    const next = sound[at + 1] ?? '-';
    if (/\d/.test(next) && next !== one)
      wrong.add(sound.slice(0, at) + next + one + sound.slice(at + 2));
  }
  return [...wrong];
};

/** Changes each total of each invoice, and each digit of each Leitweg-ID, one at a time; counts what is noticed. */
export const mutate = (rechnungen: readonly Rechnung[]) => {
  const missed: string[] = [];
  const figures = { totals: 0, totalsFlagged: 0, leitwegIds: 0, leitwegIdsFlagged: 0, missed };
  for (const rechnung of rechnungen) {
    const [made, flagged] = mutateTotals(
      rechnung,
      `${rechnung.syntax} ${textOf(rechnung, 'BT-1') ?? '?'}`,
      missed,
    );
    figures.totals += made;
    figures.totalsFlagged += flagged;
    const leitwegId = readLeitwegId(textOf(rechnung, 'BT-10')).leitwegId;
    if (leitwegId === undefined) continue;
    for (const wrong of wrongLeitwegIds(leitwegId)) {
      const copy = copyOf(rechnung);
      change(copy, 'BT-10', () => wrong);
      figures.leitwegIds += 1;
      if (pruefeRechnung(copy).some(({ regel }) => regel === 'PST-LEITWEG'))
        figures.leitwegIdsFlagged += 1;
      else missed.push(`Leitweg-ID ${wrong} for ${leitwegId}`);
    }
  }
  return figures;
};
