import type Big from 'big.js';
import type { Gruppe, Rechnung } from '#tools/rechnung/begriffe.js';
import type { Regel, Verstoss } from './regel.js';
import { decimalOf, german, groupsOf, hasTerm, textOf, toCents } from './zugriff.js';

// VAT by category: BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O of EN 16931-1.

interface Kategorie {
  code: string;
  /** How the rules of this category are numbered. */
  rules: string;
  name: string;
  /** Whether a reason for the exemption has to be given, or must not. */
  reason: 'required' | 'forbidden';
}

const kategorien: readonly Kategorie[] = [
  { code: 'S', rules: 'BR-S', name: 'Regelsatz', reason: 'forbidden' },
  { code: 'Z', rules: 'BR-Z', name: 'Nullsatz', reason: 'forbidden' },
  { code: 'E', rules: 'BR-E', name: 'steuerbefreit', reason: 'required' },
  { code: 'AE', rules: 'BR-AE', name: 'Umkehr der Steuerschuld', reason: 'required' },
  { code: 'K', rules: 'BR-IC', name: 'innergemeinschaftliche Lieferung', reason: 'required' },
  { code: 'G', rules: 'BR-G', name: 'Ausfuhr', reason: 'required' },
  { code: 'O', rules: 'BR-O', name: 'nicht steuerbar', reason: 'required' },
];

/** An amount that VAT falls on. */
interface Steuerfall {
  code: string;
  rate: Big | undefined;
  amount: Big;
}

const caseOf = (
  tax: Gruppe | undefined,
  of: Gruppe,
  [category, rate, amount]: readonly [
    'BT-151' | 'BT-95' | 'BT-102',
    'BT-152' | 'BT-96' | 'BT-103',
    'BT-131' | 'BT-92' | 'BT-99',
  ],
  sign: 1 | -1,
): Steuerfall[] => {
  const code = textOf(tax, category);
  const value = decimalOf(of, amount);
  if (code === undefined || value === undefined) return [];
  return [{ code, rate: decimalOf(tax, rate), amount: value.times(sign) }];
};

const casesOf = (rechnung: Rechnung): Steuerfall[] => [
  ...groupsOf(rechnung, 'BG-25').flatMap((line) =>
    caseOf(groupsOf(line, 'BG-30')[0], line, ['BT-151', 'BT-152', 'BT-131'], 1),
  ),
  ...groupsOf(rechnung, 'BG-20').flatMap((one) =>
    caseOf(one, one, ['BT-95', 'BT-96', 'BT-92'], -1),
  ),
  ...groupsOf(rechnung, 'BG-21').flatMap((one) =>
    caseOf(one, one, ['BT-102', 'BT-103', 'BT-99'], 1),
  ),
];

const taxesOf = (rechnung: Rechnung, code: string): Gruppe[] =>
  groupsOf(rechnung, 'BG-23').filter((tax) => textOf(tax, 'BT-118') === code);

const listed = ({ code, rules, name }: Kategorie): Regel => ({
  id: `${rules}-01`,
  schwere: 'fehler',
  satz: `Positionen der Steuerkategorie ${code} (${name}) kommen in der Aufschlüsselung der Umsatzsteuer nicht vor.`,
  verstoesse: (rechnung) => {
    const used = casesOf(rechnung).some((one) => one.code === code);
    return used && taxesOf(rechnung, code).length === 0 ? [{}] : [];
  },
});

const rightRate = ({ code, rules, name }: Kategorie): Regel => ({
  id: `${rules}-05`,
  schwere: 'fehler',
  satz:
    code === 'S'
      ? 'Positionen mit dem Regelsatz (S) brauchen einen Steuersatz über null.'
      : `Positionen der Steuerkategorie ${code} (${name}) haben den Steuersatz null.`,
  verstoesse: (rechnung) =>
    casesOf(rechnung)
      .filter((one) => one.code === code)
      .flatMap(({ rate }): Verstoss[] => {
        const isRight = code === 'S' ? rate?.gt(0) === true : rate === undefined || rate.eq(0);
        return isRight ? [] : [{}];
      })
      .slice(0, 1),
});

/** For S by rate and with the tolerance of the official rule, since lines may be rounded on their own; else exact. */
const rightBase = ({ code, rules, name }: Kategorie): Regel => ({
  id: `${rules}-08`,
  schwere: 'fehler',
  satz: `Die Bemessungsgrundlage (BT-116) der Steuerkategorie ${code} (${name}) ist nicht die Summe ihrer Positionen mit Ab- und Zuschlägen.`,
  verstoesse: (rechnung) => {
    if (groupsOf(rechnung, 'BG-25').length === 0) return [];
    const cases = casesOf(rechnung).filter((one) => one.code === code);
    return taxesOf(rechnung, code).flatMap((tax): Verstoss[] => {
      const said = decimalOf(tax, 'BT-116');
      const rate = decimalOf(tax, 'BT-119');
      if (said === undefined) return [];
      const mine = cases.filter((one) => code !== 'S' || rate === undefined || one.rate?.eq(rate));
      const should = mine.reduce((sum, one) => sum.plus(one.amount), said.minus(said));
      const gap = said.minus(toCents(should)).abs();
      if (code === 'S' ? gap.lt(1) : gap.eq(0)) return [];
      return [{ zahlen: `Angegeben sind ${german(said)}, gerechnet ${german(toCents(should))}.` }];
    });
  },
});

const noTax = ({ code, rules, name }: Kategorie): Regel => ({
  id: `${rules}-09`,
  schwere: 'fehler',
  satz: `In der Steuerkategorie ${code} (${name}) ist der Steuerbetrag (BT-117) null.`,
  verstoesse: (rechnung) =>
    taxesOf(rechnung, code).flatMap((tax): Verstoss[] => {
      const said = decimalOf(tax, 'BT-117');
      return said === undefined || said.eq(0)
        ? []
        : [{ zahlen: `Angegeben sind ${german(said)}.` }];
    }),
});

const rightReason = ({ code, rules, name, reason }: Kategorie): Regel => ({
  id: `${rules}-10`,
  schwere: 'fehler',
  satz:
    reason === 'required'
      ? `In der Steuerkategorie ${code} (${name}) fehlt der Grund (BT-120 oder BT-121).`
      : `In der Steuerkategorie ${code} (${name}) darf kein Grund einer Befreiung stehen.`,
  verstoesse: (rechnung) =>
    taxesOf(rechnung, code).flatMap((tax): Verstoss[] => {
      const given = hasTerm(tax, 'BT-120') || hasTerm(tax, 'BT-121');
      return given === (reason === 'required') ? [] : [{}];
    }),
});

/** Who charges VAT, or says why not, has to say which taxable person they are. */
const taxpayer = ({ code, rules, name }: Kategorie): Regel => ({
  id: `${rules}-02`,
  schwere: 'fehler',
  satz: `Bei Positionen der Steuerkategorie ${code} (${name}) fehlt die Umsatzsteuer-ID oder Steuernummer des Verkäufers (BT-31, BT-32 oder BT-63).`,
  verstoesse: (rechnung) => {
    if (!casesOf(rechnung).some((one) => one.code === code)) return [];
    const known =
      groupsOf(rechnung, 'BG-4').some((one) => hasTerm(one, 'BT-31') || hasTerm(one, 'BT-32')) ||
      groupsOf(rechnung, 'BG-11').some((one) => hasTerm(one, 'BT-63'));
    return known ? [] : [{}];
  },
});

const rulesOf = (kategorie: Kategorie): Regel[] => [
  listed(kategorie),
  ...(kategorie.code === 'O' ? [] : [taxpayer(kategorie)]),
  rightRate(kategorie),
  rightBase(kategorie),
  ...(kategorie.code === 'S' ? [] : [noTax(kategorie)]),
  rightReason(kategorie),
];

/** The rules about the categories of VAT. */
export const steuerRegeln: readonly Regel[] = kategorien.flatMap(rulesOf);
