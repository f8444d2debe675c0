import type { GroupId, Gruppe, Rechnung, TermId } from '#tools/rechnung/begriffe.js';
import { begriffe, gruppen } from '#tools/rechnung/begriffe.js';
import { type Regel, unless, type Verstoss } from './regel.js';
import { decimalOf, groupsOf, hasTerm, textOf } from './zugriff.js';

// What must be there: BR-01 to BR-65 of EN 16931-1.

type Where = 'rechnung' | GroupId | readonly [GroupId, GroupId];

/** The places to look at, with a name for each where there may be several. */
const placesOf = (rechnung: Rechnung, where: Where): [group: Gruppe, ort: string | undefined][] => {
  if (where === 'rechnung') return [[rechnung, undefined]];
  const [outer, inner] = typeof where === 'string' ? [where, undefined] : where;
  const named = groupsOf(rechnung, outer).map((group, index): [Gruppe, string | undefined] => [
    group,
    nameOf(outer, group, index),
  ]);
  if (inner === undefined) return named;
  return named.flatMap(([group, ort]) =>
    groupsOf(group, inner).map((one): [Gruppe, string | undefined] => [one, ort]),
  );
};

const several: readonly GroupId[] = ['BG-3', 'BG-20', 'BG-21', 'BG-23', 'BG-24'];

/** How a place is called in a finding. */
export const nameOf = (id: GroupId, group: Gruppe, index: number): string | undefined => {
  if (id === 'BG-25') return `Position ${textOf(group, 'BT-126') ?? index + 1}`;
  return several.includes(id) ? `${gruppen[id]} ${index + 1}` : undefined;
};

const at = (ort: string | undefined): Verstoss => (ort === undefined ? {} : { ort });

const broken = (
  rechnung: Rechnung,
  where: Where,
  holds: (group: Gruppe) => boolean,
): readonly Verstoss[] =>
  placesOf(rechnung, where).flatMap(([group, ort]) => (holds(group) ? [] : [at(ort)]));

const term = (id: string, where: Where, wanted: TermId): Regel => ({
  id,
  schwere: 'fehler',
  satz: `„${begriffe[wanted][0]}“ (${wanted}) fehlt.`,
  verstoesse: (rechnung) => broken(rechnung, where, (group) => hasTerm(group, wanted)),
});

const termAlways = (id: string, group: GroupId, wanted: TermId): Regel => ({
  ...term(id, group, wanted),
  verstoesse: (rechnung) => unless(groupsOf(rechnung, group).some((one) => hasTerm(one, wanted))),
});

const group = (id: string, outer: GroupId | 'rechnung', wanted: GroupId): Regel => ({
  id,
  schwere: 'fehler',
  satz: `„${gruppen[wanted]}“ (${wanted}) fehlt.`,
  verstoesse: (rechnung) =>
    outer === 'rechnung'
      ? unless(groupsOf(rechnung, wanted).length > 0)
      : unless(
          groupsOf(rechnung, outer).length > 0 &&
            groupsOf(rechnung, outer).every((one) => groupsOf(one, wanted).length > 0),
        ),
});

const oneOf = (id: string, where: Where, satz: string, wanted: readonly TermId[]): Regel => ({
  id,
  schwere: 'fehler',
  satz,
  verstoesse: (rechnung) =>
    broken(rechnung, where, (one) => wanted.some((each) => hasTerm(one, each))),
});

const notNegative = (id: string, wanted: TermId): Regel => ({
  id,
  schwere: 'fehler',
  satz: `„${begriffe[wanted][0]}“ (${wanted}) darf nicht negativ sein.`,
  verstoesse: (rechnung) =>
    broken(rechnung, ['BG-25', 'BG-29'], (one) => !(decimalOf(one, wanted)?.lt(0) ?? false)),
});

const inOrder = (id: string, where: Where, [from, to]: readonly [TermId, TermId]): Regel => ({
  id,
  schwere: 'fehler',
  satz: 'Das Ende eines Zeitraums liegt vor seinem Beginn.',
  verstoesse: (rechnung) =>
    broken(rechnung, where, (one) => {
      const [start, end] = [textOf(one, from), textOf(one, to)];
      return start === undefined || end === undefined || start <= end;
    }),
});

const withScheme = (id: string, where: Where, wanted: TermId): Regel => ({
  id,
  schwere: 'fehler',
  satz: `Bei „${begriffe[wanted][0]}“ (${wanted}) fehlt die Angabe, aus welchem Verzeichnis die Kennung ist.`,
  verstoesse: (rechnung) =>
    broken(rechnung, where, (one) =>
      (one.terms[wanted] ?? []).every(({ scheme }) => scheme !== undefined),
    ),
});

const transfers = ['30', '58'];

const conditional: readonly Regel[] = [
  {
    id: 'BR-48',
    schwere: 'fehler',
    satz: '„Steuersatz“ (BT-119) fehlt; nur wo keine Umsatzsteuer anfällt (Kategorie O), darf er fehlen.',
    verstoesse: (rechnung) =>
      broken(rechnung, 'BG-23', (one) => textOf(one, 'BT-118') === 'O' || hasTerm(one, 'BT-119')),
  },
  {
    id: 'BR-53',
    schwere: 'fehler',
    satz: 'Zur Währung der Umsatzsteuer (BT-6) fehlt die Umsatzsteuer in dieser Währung (BT-111).',
    verstoesse: (rechnung) =>
      unless(
        !hasTerm(rechnung, 'BT-6') ||
          textOf(rechnung, 'BT-6') === textOf(rechnung, 'BT-5') ||
          groupsOf(rechnung, 'BG-22').some((one) => hasTerm(one, 'BT-111')),
      ),
  },
  {
    id: 'BR-54',
    schwere: 'fehler',
    satz: 'Ein Merkmal des Artikels (BG-32) braucht Namen und Wert.',
    verstoesse: (rechnung) =>
      groupsOf(rechnung, 'BG-25').flatMap((line, index) =>
        groupsOf(line, 'BG-31')
          .flatMap((item) => groupsOf(item, 'BG-32'))
          .every((one) => hasTerm(one, 'BT-160') && hasTerm(one, 'BT-161'))
          ? []
          : [at(nameOf('BG-25', line, index))],
      ),
  },
  {
    id: 'BR-61',
    schwere: 'fehler',
    satz: 'Für eine Überweisung fehlt das Konto (BT-84).',
    verstoesse: (rechnung) =>
      broken(
        rechnung,
        'BG-16',
        (one) =>
          !transfers.includes(textOf(one, 'BT-81') ?? '') ||
          groupsOf(one, 'BG-17').some((account) => hasTerm(account, 'BT-84')),
      ),
  },
];

/** The rules about terms and groups that must be there. */
export const pflichtRegeln: readonly Regel[] = [
  termAlways('BR-01', 'BG-2', 'BT-24'),
  term('BR-02', 'rechnung', 'BT-1'),
  term('BR-03', 'rechnung', 'BT-2'),
  term('BR-04', 'rechnung', 'BT-3'),
  term('BR-05', 'rechnung', 'BT-5'),
  termAlways('BR-06', 'BG-4', 'BT-27'),
  termAlways('BR-07', 'BG-7', 'BT-44'),
  group('BR-08', 'BG-4', 'BG-5'),
  term('BR-09', ['BG-4', 'BG-5'], 'BT-40'),
  group('BR-10', 'BG-7', 'BG-8'),
  term('BR-11', ['BG-7', 'BG-8'], 'BT-55'),
  termAlways('BR-12', 'BG-22', 'BT-106'),
  termAlways('BR-13', 'BG-22', 'BT-109'),
  termAlways('BR-14', 'BG-22', 'BT-112'),
  termAlways('BR-15', 'BG-22', 'BT-115'),
  group('BR-16', 'rechnung', 'BG-25'),
  term('BR-17', 'BG-10', 'BT-59'),
  term('BR-18', 'BG-11', 'BT-62'),
  term('BR-20', ['BG-11', 'BG-12'], 'BT-69'),
  term('BR-21', 'BG-25', 'BT-126'),
  term('BR-22', 'BG-25', 'BT-129'),
  term('BR-23', 'BG-25', 'BT-130'),
  term('BR-24', 'BG-25', 'BT-131'),
  {
    ...term('BR-25', 'BG-25', 'BT-153'),
    verstoesse: (rechnung) =>
      broken(rechnung, 'BG-25', (line) =>
        groupsOf(line, 'BG-31').some((item) => hasTerm(item, 'BT-153')),
      ),
  },
  {
    ...term('BR-26', 'BG-25', 'BT-146'),
    verstoesse: (rechnung) =>
      broken(rechnung, 'BG-25', (line) =>
        groupsOf(line, 'BG-29').some((price) => hasTerm(price, 'BT-146')),
      ),
  },
  notNegative('BR-27', 'BT-146'),
  notNegative('BR-28', 'BT-148'),
  inOrder('BR-29', ['BG-13', 'BG-14'], ['BT-73', 'BT-74']),
  inOrder('BR-30', ['BG-25', 'BG-26'], ['BT-134', 'BT-135']),
  term('BR-31', 'BG-20', 'BT-92'),
  term('BR-32', 'BG-20', 'BT-95'),
  oneOf('BR-33', 'BG-20', 'Zum Abschlag fehlt der Grund (BT-97 oder BT-98).', ['BT-97', 'BT-98']),
  term('BR-36', 'BG-21', 'BT-99'),
  term('BR-37', 'BG-21', 'BT-102'),
  oneOf('BR-38', 'BG-21', 'Zum Zuschlag fehlt der Grund (BT-104 oder BT-105).', [
    'BT-104',
    'BT-105',
  ]),
  term('BR-41', ['BG-25', 'BG-27'], 'BT-136'),
  oneOf('BR-42', ['BG-25', 'BG-27'], 'Zum Abschlag der Position fehlt der Grund.', [
    'BT-139',
    'BT-140',
  ]),
  term('BR-43', ['BG-25', 'BG-28'], 'BT-141'),
  oneOf('BR-44', ['BG-25', 'BG-28'], 'Zum Zuschlag der Position fehlt der Grund.', [
    'BT-144',
    'BT-145',
  ]),
  term('BR-45', 'BG-23', 'BT-116'),
  term('BR-46', 'BG-23', 'BT-117'),
  term('BR-47', 'BG-23', 'BT-118'),
  term('BR-49', 'BG-16', 'BT-81'),
  term('BR-52', 'BG-24', 'BT-122'),
  term('BR-55', 'BG-3', 'BT-25'),
  term('BR-56', 'BG-11', 'BT-63'),
  term('BR-57', ['BG-13', 'BG-15'], 'BT-80'),
  ...conditional,
  withScheme('BR-62', 'BG-4', 'BT-34'),
  withScheme('BR-63', 'BG-7', 'BT-49'),
  withScheme('BR-64', ['BG-25', 'BG-31'], 'BT-157'),
  withScheme('BR-65', ['BG-25', 'BG-31'], 'BT-158'),
];
