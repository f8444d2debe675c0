import type { AnsichtPosition, AnsichtZeile, RechnungsAnsicht } from '#tools/rechnung/ansicht.js';
import { begriffe, type Gruppe, type Rechnung, type TermId } from '#tools/rechnung/begriffe.js';
import { artWort, einheitWort, kategorieWort, zahlungsartWort } from './codes.js';
import { german, groupsOf, parseDecimal, textOf } from './zugriff.js';

const mostLines = 500;

const day = (value: string): string => {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  return year === undefined ? value : `${dayOfMonth}.${month}.${year}`;
};

const currencyOf = (rechnung: Rechnung): string => {
  const code = textOf(rechnung, 'BT-5') ?? 'EUR';
  return code === 'EUR' ? '€' : code;
};

/** What is no number is shown as it stands. */
const number = (value: string | undefined): string => {
  const decimal = parseDecimal(value);
  if (decimal === undefined) return value ?? '';
  return german(decimal);
};

/** Quantities and rates without needless zeros. */
const plain = (value: string | undefined): string =>
  number(value)
    .replace(/,?0+$/, (zeros) => (zeros.startsWith(',') ? '' : zeros))
    .replace(/(,\d*[1-9])0+$/, '$1');

const shown = (id: TermId, value: string, currency: string): string => {
  switch (begriffe[id][1]) {
    case 'date':
      return day(value);
    case 'amount':
    case 'price':
      return `${number(value)} ${currency}`;
    case 'quantity':
      return plain(value);
    case 'percent':
      return `${plain(value)} %`;
    default:
      return value;
  }
};

const rowsOf = (of: Gruppe | undefined, ids: readonly TermId[], currency: string): AnsichtZeile[] =>
  ids.flatMap((id) =>
    (of?.terms[id] ?? []).map(({ value }) => ({
      name: begriffe[id][0],
      wert: shown(id, value, currency),
    })),
  );

type AddressTerms = readonly [TermId, TermId, TermId, TermId, TermId, TermId];

const addressOf = (of: Gruppe | undefined, terms: AddressTerms): string[] => {
  const [street, more, third, zip, city, country] = terms.map((id) => textOf(of, id) ?? '');
  const place = [zip, city].filter((part) => part !== '').join(' ');
  return [street, more, third, place, country === 'DE' ? '' : country].filter(
    (line): line is string => line !== undefined && line !== '',
  );
};

const named = (of: Gruppe | undefined, id: TermId): string[] => {
  const value = textOf(of, id);
  return value === undefined ? [] : [`${begriffe[id][0]}: ${value}`];
};

const sellerOf = (rechnung: Rechnung): string[] => {
  const [seller] = groupsOf(rechnung, 'BG-4');
  if (seller === undefined) return [];
  const [contact] = groupsOf(seller, 'BG-6');
  return [
    textOf(seller, 'BT-27') ?? textOf(seller, 'BT-28') ?? '',
    ...addressOf(groupsOf(seller, 'BG-5')[0], [
      'BT-35',
      'BT-36',
      'BT-162',
      'BT-38',
      'BT-37',
      'BT-40',
    ]),
    ...named(seller, 'BT-31'),
    ...named(seller, 'BT-32'),
    ...(['BT-41', 'BT-42', 'BT-43'] as const).flatMap((id) => textOf(contact, id) ?? []),
  ].filter((line) => line !== '');
};

const buyerOf = (rechnung: Rechnung): string[] => {
  const [buyer] = groupsOf(rechnung, 'BG-7');
  if (buyer === undefined) return [];
  return [
    textOf(buyer, 'BT-44') ?? textOf(buyer, 'BT-45') ?? '',
    ...addressOf(groupsOf(buyer, 'BG-8')[0], [
      'BT-50',
      'BT-51',
      'BT-163',
      'BT-53',
      'BT-52',
      'BT-55',
    ]),
    ...named(buyer, 'BT-48'),
  ].filter((line) => line !== '');
};

const lineOf = (line: Gruppe, index: number, currency: string): AnsichtPosition => {
  const [item] = groupsOf(line, 'BG-31');
  const [price] = groupsOf(line, 'BG-29');
  const [tax] = groupsOf(line, 'BG-30');
  const base = textOf(price, 'BT-149');
  const each = `${number(textOf(price, 'BT-146'))} ${currency}`;
  const rate = textOf(tax, 'BT-152');
  return {
    nummer: textOf(line, 'BT-126') ?? String(index + 1),
    artikel: textOf(item, 'BT-153') ?? '',
    beschreibung: [textOf(item, 'BT-154'), textOf(line, 'BT-127')]
      .filter((part) => part !== undefined)
      .join(' '),
    menge: `${plain(textOf(line, 'BT-129'))} ${einheitWort(textOf(line, 'BT-130') ?? '')}`.trim(),
    preis: base === undefined || plain(base) === '1' ? each : `${each} je ${plain(base)}`,
    steuer: rate === undefined ? (textOf(tax, 'BT-151') ?? '') : `${plain(rate)} %`,
    netto: `${number(textOf(line, 'BT-131'))} ${currency}`,
  };
};

const adjustmentsOf = (rechnung: Rechnung, currency: string): AnsichtZeile[] =>
  (
    [
      ['BG-20', 'Abschlag', 'BT-97', 'BT-92', '-'],
      ['BG-21', 'Zuschlag', 'BT-104', 'BT-99', ''],
    ] as const
  ).flatMap(([group, kind, reason, amount, sign]) =>
    groupsOf(rechnung, group).map((one) => ({
      name: [kind, textOf(one, reason)].filter((part) => part !== undefined).join(': '),
      wert: `${sign}${number(textOf(one, amount))} ${currency}`,
    })),
  );

const taxesOf = (rechnung: Rechnung, currency: string): RechnungsAnsicht['steuern'] =>
  groupsOf(rechnung, 'BG-23').map((tax) => ({
    kategorie: kategorieWort(textOf(tax, 'BT-118') ?? ''),
    satz: textOf(tax, 'BT-119') === undefined ? '' : `${plain(textOf(tax, 'BT-119'))} %`,
    basis: `${number(textOf(tax, 'BT-116'))} ${currency}`,
    steuer: `${number(textOf(tax, 'BT-117'))} ${currency}`,
    grund: textOf(tax, 'BT-120') ?? '',
  }));

const paymentOf = (rechnung: Rechnung, currency: string): AnsichtZeile[] =>
  groupsOf(rechnung, 'BG-16').flatMap((payment) => [
    ...(payment.terms['BT-81'] ?? []).map(({ value }) => ({
      name: begriffe['BT-81'][0],
      wert: zahlungsartWort(value),
    })),
    ...rowsOf(payment, ['BT-83'], currency),
    ...groupsOf(payment, 'BG-17').flatMap((one) =>
      rowsOf(one, ['BT-84', 'BT-85', 'BT-86'], currency),
    ),
    ...groupsOf(payment, 'BG-19').flatMap((one) =>
      rowsOf(one, ['BT-89', 'BT-90', 'BT-91'], currency),
    ),
  ]);

const headTerms: readonly TermId[] = [
  'BT-1',
  'BT-2',
  'BT-9',
  'BT-10',
  'BT-13',
  'BT-12',
  'BT-11',
  'BT-14',
  'BT-16',
  'BT-19',
];
const totalTerms: readonly TermId[] = [
  'BT-106',
  'BT-107',
  'BT-108',
  'BT-109',
  'BT-110',
  'BT-111',
  'BT-112',
  'BT-113',
  'BT-114',
  'BT-115',
];

/** Puts an invoice into the words of a person: for the readable page and for the screen. */
export const ansichtOf = (rechnung: Rechnung): RechnungsAnsicht => {
  const currency = currencyOf(rechnung);
  const [delivery] = groupsOf(rechnung, 'BG-13');
  const lines = groupsOf(rechnung, 'BG-25');
  const art = artWort(textOf(rechnung, 'BT-3') ?? '380');
  return {
    titel: `${art} ${textOf(rechnung, 'BT-1') ?? 'ohne Nummer'}`,
    datum: textOf(rechnung, 'BT-2') ?? '',
    kopf: [
      ...rowsOf(rechnung, headTerms, currency),
      ...rowsOf(delivery, ['BT-72'], currency),
      ...groupsOf(delivery ?? rechnung, 'BG-14').flatMap((one) =>
        rowsOf(one, ['BT-73', 'BT-74'], currency),
      ),
      ...groupsOf(rechnung, 'BG-3').flatMap((one) => rowsOf(one, ['BT-25', 'BT-26'], currency)),
    ],
    verkaeufer: sellerOf(rechnung),
    kaeufer: buyerOf(rechnung),
    positionen: lines.slice(0, mostLines).map((line, index) => lineOf(line, index, currency)),
    weiterePositionen: Math.max(0, lines.length - mostLines),
    zuAbschlaege: adjustmentsOf(rechnung, currency),
    steuern: taxesOf(rechnung, currency),
    summen: groupsOf(rechnung, 'BG-22').flatMap((one) => rowsOf(one, totalTerms, currency)),
    zahlung: [...paymentOf(rechnung, currency), ...rowsOf(rechnung, ['BT-20'], currency)],
    unterlagen: groupsOf(rechnung, 'BG-24').map((one) =>
      [textOf(one, 'BT-122'), textOf(one, 'BT-123'), one.terms['BT-125']?.[0]?.version]
        .filter((part) => part !== undefined)
        .join(', '),
    ),
    bemerkungen: groupsOf(rechnung, 'BG-1').flatMap((one) => textOf(one, 'BT-22') ?? []),
  };
};
