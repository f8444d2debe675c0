import type Big from 'big.js';
import type { GroupId, Gruppe, Rechnung, TermId } from '#tools/rechnung/begriffe.js';
import { begriffe } from '#tools/rechnung/begriffe.js';
import { type Regel, unless, type Verstoss } from './regel.js';
import { nameOf } from './regeln-pflicht.js';
import { decimalOf, german, groupsOf, hasTerm, sumOf, textOf, toCents } from './zugriff.js';

// The arithmetic and the conditions between terms: BR-CO and BR-DEC of EN 16931-1.

const totalsOf = (rechnung: Rechnung): Gruppe | undefined => groupsOf(rechnung, 'BG-22')[0];

const differs = (said: Big, expected: Big): Verstoss => ({
  zahlen: `Angegeben sind ${german(said)}, gerechnet ${german(expected)}.`,
});

/** A total that must equal what `expected` gives; absent totals are the matter of other rules. */
const total = (
  id: string,
  satz: string,
  wanted: TermId,
  expected: (rechnung: Rechnung, totals: Gruppe) => Big | undefined,
): Regel => ({
  id,
  schwere: 'fehler',
  satz,
  verstoesse: (rechnung) => {
    const totals = totalsOf(rechnung);
    const said = decimalOf(totals, wanted);
    const should = totals === undefined ? undefined : expected(rechnung, totals);
    if (said === undefined || should === undefined || toCents(said).eq(toCents(should))) return [];
    return [differs(said, toCents(should))];
  },
});

const sumWhere = (
  id: string,
  satz: string,
  [wanted, group, part]: readonly [TermId, GroupId, TermId],
): Regel => ({
  id,
  schwere: 'fehler',
  satz,
  verstoesse: (rechnung) => {
    const groups = groupsOf(rechnung, group);
    const said = decimalOf(totalsOf(rechnung), wanted);
    const should = toCents(sumOf(groups, part));
    // Without parts and without a sum there is nothing to compare; ZUGFeRD profiles without positions have a sum.
    if (groups.length === 0 && (said === undefined || group === 'BG-25')) return [];
    if (said === undefined) return should.eq(0) ? [] : [{ zahlen: `Gerechnet ${german(should)}.` }];
    return toCents(said).eq(should) ? [] : [differs(said, should)];
  },
});

const grossOf = (_rechnung: Rechnung, totals: Gruppe): Big | undefined => {
  const net = decimalOf(totals, 'BT-109');
  const tax = decimalOf(totals, 'BT-110');
  return tax === undefined ? net : net?.plus(tax);
};

const netOf = (_rechnung: Rechnung, totals: Gruppe): Big | undefined =>
  decimalOf(totals, 'BT-106')
    ?.minus(sumOf([totals], 'BT-107'))
    .plus(sumOf([totals], 'BT-108'));

const dueOf = (_rechnung: Rechnung, totals: Gruppe): Big | undefined =>
  decimalOf(totals, 'BT-112')
    ?.minus(sumOf([totals], 'BT-113'))
    .plus(sumOf([totals], 'BT-114'));

const taxOf = (rechnung: Rechnung): Big | undefined => {
  const taxes = groupsOf(rechnung, 'BG-23');
  return taxes.length === 0 ? undefined : sumOf(taxes, 'BT-117');
};

/** The official rule allows less than one unit of the currency, because lines may have been rounded on their own. */
const taxOfRate: Regel = {
  id: 'BR-CO-17',
  schwere: 'fehler',
  satz: 'Der Steuerbetrag (BT-117) ist nicht Bemessungsgrundlage mal Steuersatz.',
  verstoesse: (rechnung) =>
    groupsOf(rechnung, 'BG-23').flatMap((tax, index) => {
      const said = decimalOf(tax, 'BT-117');
      const base = decimalOf(tax, 'BT-116');
      const rate = decimalOf(tax, 'BT-119');
      if (said === undefined || base === undefined || rate === undefined) return [];
      const should = toCents(base.times(rate).div(100));
      if (said.minus(should).abs().lt(1)) return [];
      return [{ ort: nameOf('BG-23', tax, index) ?? '', ...differs(said, should) }];
    }),
};

/** Not official: what the tolerance of BR-CO-17 lets pass, but no rounding of cents explains. */
const taxRounding: Regel = {
  id: 'PST-STEUER',
  schwere: 'warnung',
  satz: 'Der Steuerbetrag (BT-117) weicht um mehr als fünf Cent von Bemessungsgrundlage mal Steuersatz ab.',
  verstoesse: (rechnung) =>
    (textOf(rechnung, 'BT-5') === 'EUR' ? groupsOf(rechnung, 'BG-23') : []).flatMap(
      (tax, index) => {
        const said = decimalOf(tax, 'BT-117');
        const should = decimalOf(tax, 'BT-116')
          ?.times(decimalOf(tax, 'BT-119') ?? 0)
          .div(100);
        if (said === undefined || should === undefined) return [];
        const gap = said.minus(toCents(should)).abs();
        if (gap.lte('0.05') || gap.gte(1)) return [];
        return [{ ort: nameOf('BG-23', tax, index) ?? '', ...differs(said, toCents(should)) }];
      },
    ),
};

/**
 * Net amount of a line by quantity, price, allowances and charges. No rule of EN 16931 (Peppol has one, R120), and real
 * invoices bend it by units and gross prices; so it is a hint only.
 */
const lineAmount: Regel = {
  id: 'PST-POSITION',
  schwere: 'hinweis',
  satz: 'Der Nettobetrag der Position (BT-131) ist nicht Menge mal Preis mit Ab- und Zuschlägen.',
  verstoesse: (rechnung) =>
    groupsOf(rechnung, 'BG-25').flatMap((line, index) => {
      const [price] = groupsOf(line, 'BG-29');
      const said = decimalOf(line, 'BT-131');
      const each = decimalOf(price, 'BT-146');
      const quantity = decimalOf(line, 'BT-129');
      const base = decimalOf(price, 'BT-149');
      if (said === undefined || each === undefined || quantity === undefined) return [];
      const gross = base === undefined || base.eq(0) ? each : each.div(base);
      const should = gross
        .times(quantity)
        .minus(sumOf(groupsOf(line, 'BG-27'), 'BT-136'))
        .plus(sumOf(groupsOf(line, 'BG-28'), 'BT-141'));
      if (said.minus(toCents(should)).abs().lte('0.02')) return [];
      return [{ ort: nameOf('BG-25', line, index) ?? '', ...differs(said, toCents(should)) }];
    }),
};

const vatIds: readonly [GroupId, TermId][] = [
  ['BG-4', 'BT-31'],
  ['BG-11', 'BT-63'],
  ['BG-7', 'BT-48'],
];

const conditions: readonly Regel[] = [
  {
    id: 'BR-CO-03',
    schwere: 'fehler',
    satz: 'Steuerfälligkeitsdatum (BT-7) und sein Code (BT-8) schließen einander aus.',
    verstoesse: (rechnung) => unless(!(hasTerm(rechnung, 'BT-7') && hasTerm(rechnung, 'BT-8'))),
  },
  {
    id: 'BR-CO-04',
    schwere: 'fehler',
    satz: 'Zur Position fehlt die Steuerkategorie (BT-151).',
    verstoesse: (rechnung) =>
      groupsOf(rechnung, 'BG-25').flatMap((line, index) =>
        groupsOf(line, 'BG-30').some((tax) => hasTerm(tax, 'BT-151'))
          ? []
          : [{ ort: nameOf('BG-25', line, index) ?? '' }],
      ),
  },
  {
    id: 'BR-CO-09',
    schwere: 'fehler',
    satz: 'Eine Umsatzsteuer-ID (BT-31, BT-48, BT-63) beginnt nicht mit einem Landeskürzel.',
    verstoesse: (rechnung) =>
      unless(
        vatIds.every(([group, term]) =>
          groupsOf(rechnung, group).every((one) => /^[A-Z]{2}/.test(textOf(one, term) ?? 'DE')),
        ),
      ),
  },
  {
    id: 'BR-CO-18',
    schwere: 'fehler',
    satz: 'Die Aufschlüsselung der Umsatzsteuer (BG-23) fehlt.',
    verstoesse: (rechnung) => unless(groupsOf(rechnung, 'BG-23').length > 0),
  },
  {
    id: 'BR-CO-25',
    schwere: 'fehler',
    satz: 'Zu einem Zahlbetrag fehlen Fälligkeit (BT-9) oder Zahlungsbedingungen (BT-20).',
    verstoesse: (rechnung) =>
      // The official rule looks at UBL invoices and CII only: a credit note is no demand to pay.
      unless(
        rechnung.syntax === 'ubl-creditnote' ||
          !(decimalOf(totalsOf(rechnung), 'BT-115')?.gt(0) ?? false) ||
          hasTerm(rechnung, 'BT-9') ||
          hasTerm(rechnung, 'BT-20'),
      ),
  },
  {
    id: 'BR-CO-26',
    schwere: 'fehler',
    satz: 'Der Verkäufer ist nicht eindeutig bezeichnet (BT-29, BT-30 oder BT-31).',
    verstoesse: (rechnung) =>
      unless(
        groupsOf(rechnung, 'BG-4').some((seller) =>
          (['BT-29', 'BT-30', 'BT-31'] as const).some((term) => hasTerm(seller, term)),
        ),
      ),
  },
];

const decimals: readonly (readonly [rule: string, term: TermId])[] = [
  ['01', 'BT-92'],
  ['02', 'BT-93'],
  ['05', 'BT-99'],
  ['06', 'BT-100'],
  ['09', 'BT-106'],
  ['10', 'BT-107'],
  ['11', 'BT-108'],
  ['12', 'BT-109'],
  ['13', 'BT-110'],
  ['14', 'BT-112'],
  ['15', 'BT-111'],
  ['16', 'BT-113'],
  ['17', 'BT-114'],
  ['18', 'BT-115'],
  ['19', 'BT-116'],
  ['20', 'BT-117'],
  ['23', 'BT-131'],
  ['24', 'BT-136'],
  ['25', 'BT-137'],
  ['27', 'BT-141'],
  ['28', 'BT-142'],
];

/** All groups of an invoice, the invoice itself first. */
export const everyGroup = (group: Gruppe): Gruppe[] => [
  group,
  ...Object.values(group.groups).flatMap((groups) => groups.flatMap(everyGroup)),
];

const mostTwoDecimals = ([rule, term]: (typeof decimals)[number]): Regel => ({
  id: `BR-DEC-${rule}`,
  schwere: 'fehler',
  satz: `„${begriffe[term][0]}“ (${term}) hat mehr als zwei Stellen nach dem Komma.`,
  verstoesse: (rechnung) =>
    everyGroup(rechnung)
      .flatMap((group) => group.terms[term] ?? [])
      .flatMap(({ value }) => (/\.\d{3,}$/.test(value) ? [{}] : [])),
});

/** The rules about sums, conditions and decimals. */
export const summenRegeln: readonly Regel[] = [
  sumWhere('BR-CO-10', 'Die Summe der Positionen (BT-106) stimmt nicht.', [
    'BT-106',
    'BG-25',
    'BT-131',
  ]),
  sumWhere('BR-CO-11', 'Die Summe der Abschläge (BT-107) stimmt nicht.', [
    'BT-107',
    'BG-20',
    'BT-92',
  ]),
  sumWhere('BR-CO-12', 'Die Summe der Zuschläge (BT-108) stimmt nicht.', [
    'BT-108',
    'BG-21',
    'BT-99',
  ]),
  total('BR-CO-13', 'Der Gesamtbetrag ohne Umsatzsteuer (BT-109) stimmt nicht.', 'BT-109', netOf),
  total('BR-CO-14', 'Die Summe der Umsatzsteuer (BT-110) stimmt nicht.', 'BT-110', taxOf),
  total('BR-CO-15', 'Der Gesamtbetrag mit Umsatzsteuer (BT-112) stimmt nicht.', 'BT-112', grossOf),
  total('BR-CO-16', 'Der Zahlbetrag (BT-115) stimmt nicht.', 'BT-115', dueOf),
  taxOfRate,
  taxRounding,
  lineAmount,
  ...conditions,
  ...decimals.map(mostTwoDecimals),
];
