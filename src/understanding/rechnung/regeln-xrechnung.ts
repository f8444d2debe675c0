import type { GroupId, Gruppe, Rechnung, TermId } from '#tools/rechnung/begriffe.js';
import { begriffe, gruppen } from '#tools/rechnung/begriffe.js';
import { type Regel, type Schwere, unless } from './regel.js';
import { groupsOf, hasTerm, textOf } from './zugriff.js';

// BR-DE of the standard XRechnung 3.0.2; they hold only for invoices that name it in BT-24.

/** Whether the invoice says that it is an XRechnung. */
export const isXRechnung = (rechnung: Rechnung): boolean =>
  groupsOf(rechnung, 'BG-2').some((one) =>
    (textOf(one, 'BT-24') ?? '').toLowerCase().includes('xrechnung'),
  );

const inside = (rechnung: Rechnung, path: readonly GroupId[]): Gruppe[] =>
  path.reduce<Gruppe[]>(
    (groups, id) => groups.flatMap((group) => [...groupsOf(group, id)]),
    [rechnung],
  );

const needs = (
  id: string,
  path: readonly GroupId[],
  wanted: TermId,
  when: 'always' | 'where-group' = 'always',
): Regel => ({
  id,
  schwere: 'fehler',
  satz: `„${begriffe[wanted][0]}“ (${wanted}) fehlt; eine XRechnung braucht diese Angabe.`,
  verstoesse: (rechnung) => {
    const groups = inside(rechnung, path);
    if (groups.length === 0) return unless(when === 'where-group');
    return unless(groups.every((group) => hasTerm(group, wanted)));
  },
});

const needsGroup = (id: string, path: readonly GroupId[], wanted: GroupId): Regel => ({
  id,
  schwere: 'fehler',
  satz: `„${gruppen[wanted]}“ (${wanted}) fehlt; eine XRechnung braucht diese Angabe.`,
  verstoesse: (rechnung) => unless(inside(rechnung, [...path, wanted]).length > 0),
});

const rule = (
  id: string,
  schwere: Schwere,
  satz: string,
  holds: (rechnung: Rechnung) => boolean,
): Regel => ({ id, schwere, satz, verstoesse: (rechnung) => unless(holds(rechnung)) });

const taxedCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M'];

const usesTax = (rechnung: Rechnung): boolean =>
  inside(rechnung, ['BG-25', 'BG-30']).some((tax) =>
    taxedCategories.includes(textOf(tax, 'BT-151') ?? ''),
  );

const typeCodes = ['326', '380', '384', '389', '381', '875', '876', '877'];

// Each line that begins with # is a discount for early payment in the form of the standard.
const skonto = /^#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}(?:#BASISBETRAG=-?\d+\.\d{2})?#$/;
const skontoHolds = (rechnung: Rechnung): boolean =>
  (rechnung.terms['BT-20'] ?? []).every(({ value }) =>
    value
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line.startsWith('#'))
      .every((line) => skonto.test(line)),
  );

/** ISO 13616 with ISO 7064 MOD 97-10. */
export const isIban = (text: string): boolean => {
  const iban = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  let remainder = 0;
  for (const one of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(one, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
};

const paymentCode = (payment: Gruppe): string => textOf(payment, 'BT-81') ?? '';

/** The group that belongs to a means of payment is there, and no other one. */
const meansRules = (
  numbers: string,
  codes: readonly string[],
  wanted: 'BG-17' | 'BG-18' | 'BG-19',
): Regel[] => {
  const all = ['BG-17', 'BG-18', 'BG-19'] as const;
  // A creditor's identifier alone may stand beside any means of payment.
  const given = (payment: Gruppe, id: GroupId): boolean =>
    groupsOf(payment, id).some((one) => id !== 'BG-19' || hasTerm(one, 'BT-89'));
  const mine = (rechnung: Rechnung): Gruppe[] =>
    [...groupsOf(rechnung, 'BG-16')].filter((payment) => codes.includes(paymentCode(payment)));
  return [
    rule(
      `${numbers}-a`,
      'fehler',
      `Zur angegebenen Zahlungsart (BT-81) fehlt „${gruppen[wanted]}“ (${wanted}).`,
      (rechnung) => mine(rechnung).every((payment) => groupsOf(payment, wanted).length > 0),
    ),
    rule(
      `${numbers}-b`,
      'fehler',
      `Zur angegebenen Zahlungsart (BT-81) darf nur „${gruppen[wanted]}“ (${wanted}) stehen.`,
      (rechnung) =>
        mine(rechnung).every(
          (payment) =>
            (payment.terms['BT-81']?.length ?? 0) > 1 ||
            all.every((id) => id === wanted || !given(payment, id)),
        ),
    ),
  ];
};

const accountsOf = (rechnung: Rechnung, code: string, path: GroupId, term: TermId): string[] =>
  groupsOf(rechnung, 'BG-16')
    .filter((payment) => paymentCode(payment) === code)
    .flatMap((payment) => groupsOf(payment, path))
    .flatMap((one) => one.terms[term] ?? [])
    .map(({ value }) => value);

const contactsOf = (rechnung: Rechnung, term: TermId): string[] =>
  inside(rechnung, ['BG-4', 'BG-6'])
    .flatMap((one) => one.terms[term] ?? [])
    .map(({ value }) => value);

const fileNames = (rechnung: Rechnung): string[] =>
  groupsOf(rechnung, 'BG-24')
    .flatMap((one) => one.terms['BT-125'] ?? [])
    .map(({ version }) => (version ?? '').toLowerCase());

const currentSpecification =
  /^urn:cen\.eu:en16931:2017#compliant#urn:xeinkauf\.de:kosit:xrechnung_3\.0(?:$|#)/;

const further: readonly Regel[] = [
  rule(
    'BR-DE-16',
    'fehler',
    'Umsatzsteuer-ID oder Steuernummer des Verkäufers oder ein Steuervertreter (BT-31, BT-32, BG-11) fehlt.',
    (rechnung) =>
      !usesTax(rechnung) ||
      groupsOf(rechnung, 'BG-11').length > 0 ||
      groupsOf(rechnung, 'BG-4').some((one) => hasTerm(one, 'BT-31') || hasTerm(one, 'BT-32')),
  ),
  rule(
    'BR-DE-17',
    'warnung',
    'Die Art der Rechnung (BT-3) ist keine der Arten, die eine XRechnung haben soll.',
    (rechnung) => typeCodes.includes(textOf(rechnung, 'BT-3') ?? '380'),
  ),
  rule(
    'BR-DE-18',
    'fehler',
    'Skonto (BT-20) steht nicht in der vorgeschriebenen Form „#SKONTO#TAGE=…#PROZENT=…#“.',
    skontoHolds,
  ),
  rule(
    'BR-DE-19',
    'warnung',
    'Das Konto für die SEPA-Überweisung (BT-84) ist keine gültige IBAN.',
    (rechnung) => accountsOf(rechnung, '58', 'BG-17', 'BT-84').every(isIban),
  ),
  rule(
    'BR-DE-20',
    'warnung',
    'Das Konto für die SEPA-Lastschrift (BT-91) ist keine gültige IBAN.',
    (rechnung) => accountsOf(rechnung, '59', 'BG-19', 'BT-91').every(isIban),
  ),
  rule(
    'BR-DE-21',
    'warnung',
    'Die Spezifikation (BT-24) ist nicht die geltende Fassung der XRechnung.',
    (rechnung) =>
      groupsOf(rechnung, 'BG-2').every((one) =>
        currentSpecification.test(textOf(one, 'BT-24') ?? ''),
      ),
  ),
  rule(
    'BR-DE-22',
    'fehler',
    'Zwei beigefügte Unterlagen (BT-125) haben denselben Dateinamen.',
    (rechnung) => new Set(fileNames(rechnung)).size === fileNames(rechnung).length,
  ),
  ...meansRules('BR-DE-23', ['30', '58'], 'BG-17'),
  ...meansRules('BR-DE-24', ['48', '54', '55'], 'BG-18'),
  ...meansRules('BR-DE-25', ['59'], 'BG-19'),
  rule(
    'BR-DE-26',
    'warnung',
    'Eine korrigierte Rechnung (Art 384) soll die vorausgegangene Rechnung (BG-3) nennen.',
    (rechnung) => textOf(rechnung, 'BT-3') !== '384' || groupsOf(rechnung, 'BG-3').length > 0,
  ),
  rule(
    'BR-DE-27',
    'warnung',
    'Die Telefonnummer des Ansprechpartners (BT-42) hat weniger als drei Ziffern.',
    (rechnung) =>
      contactsOf(rechnung, 'BT-42').every((phone) => (phone.match(/\d/g) ?? []).length >= 3),
  ),
  rule(
    'BR-DE-28',
    'warnung',
    'Die E-Mail-Adresse des Ansprechpartners (BT-43) ist keine.',
    (rechnung) =>
      contactsOf(rechnung, 'BT-43').every((mail) =>
        /^[^@\s.][^@\s]*[^@\s.]@[^@\s.][^@\s]*[^@\s.]$/.test(mail),
      ),
  ),
  rule(
    'BR-DE-TMP-32',
    'warnung',
    'Es fehlt, wann geliefert wurde (BT-72, BG-14 oder in jeder Position BG-26).',
    (rechnung) =>
      inside(rechnung, ['BG-13']).some((one) => hasTerm(one, 'BT-72')) ||
      inside(rechnung, ['BG-13', 'BG-14']).length > 0 ||
      groupsOf(rechnung, 'BG-25').every((line) => groupsOf(line, 'BG-26').length > 0),
  ),
];

const directDebit = (id: string, wanted: TermId): Regel => ({
  ...needs(id, ['BG-16', 'BG-19'], wanted, 'where-group'),
  verstoesse: (rechnung) =>
    unless(
      inside(rechnung, ['BG-16', 'BG-19']).every(
        (one) => !hasTerm(one, 'BT-89') || hasTerm(one, wanted),
      ),
    ),
});

/** The rules of the XRechnung. */
export const xrechnungRegeln: readonly Regel[] = [
  needsGroup('BR-DE-1', [], 'BG-16'),
  needsGroup('BR-DE-2', ['BG-4'], 'BG-6'),
  needs('BR-DE-3', ['BG-4', 'BG-5'], 'BT-37'),
  needs('BR-DE-4', ['BG-4', 'BG-5'], 'BT-38'),
  needs('BR-DE-5', ['BG-4', 'BG-6'], 'BT-41', 'where-group'),
  needs('BR-DE-6', ['BG-4', 'BG-6'], 'BT-42', 'where-group'),
  needs('BR-DE-7', ['BG-4', 'BG-6'], 'BT-43', 'where-group'),
  needs('BR-DE-8', ['BG-7', 'BG-8'], 'BT-52'),
  needs('BR-DE-9', ['BG-7', 'BG-8'], 'BT-53'),
  needs('BR-DE-10', ['BG-13', 'BG-15'], 'BT-77', 'where-group'),
  needs('BR-DE-11', ['BG-13', 'BG-15'], 'BT-78', 'where-group'),
  needs('BR-DE-14', ['BG-23'], 'BT-119', 'where-group'),
  needs('BR-DE-15', [], 'BT-10'),
  ...further,
  directDebit('BR-DE-30', 'BT-90'),
  directDebit('BR-DE-31', 'BT-91'),
];
