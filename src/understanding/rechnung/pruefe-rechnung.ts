import { begriffe, type Gruppe, type Rechnung, type TermId } from '#tools/rechnung/begriffe.js';
import { readLeitwegId } from '#tools/rechnung/leitweg-id.js';
import type { Regel, Schwere, Verstoss } from './regel.js';
import { pflichtRegeln } from './regeln-pflicht.js';
import { steuerRegeln } from './regeln-steuer.js';
import { everyGroup, summenRegeln } from './regeln-summen.js';
import { isXRechnung, xrechnungRegeln } from './regeln-xrechnung.js';
import { groupsOf, parseDecimal, textOf } from './zugriff.js';

/** Something that a person should look at; no reason to refuse the invoice. */
export interface Befund extends Verstoss {
  regel: string;
  schwere: Schwere;
  satz: string;
}

const numberKinds: readonly string[] = ['amount', 'price', 'quantity', 'percent'];

const isDate = (value: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

const isInKind = (id: TermId, value: string): boolean => {
  const kind = begriffe[id][1];
  if (kind === 'date') return isDate(value);
  return !numberKinds.includes(kind) || parseDecimal(value) !== undefined;
};

const wrongKinds = (group: Gruppe): TermId[] =>
  (Object.entries(group.terms) as [TermId, { value: string }[]][]).flatMap(([id, terms]) =>
    terms.every(({ value }) => isInKind(id, value)) ? [] : [id],
  );

/** What the schema of the syntax would refuse: numbers and dates that are none. */
const kindRule: Regel = {
  id: 'PST-WERT',
  schwere: 'fehler',
  satz: 'Eine Zahl oder ein Datum ist nicht lesbar.',
  verstoesse: (rechnung) =>
    [...new Set(everyGroup(rechnung).flatMap(wrongKinds))].map((id) => ({
      ort: `${begriffe[id][0]} (${id})`,
    })),
};

const currencies = new Set(Intl.supportedValuesOf('currency'));

const codeRules: readonly Regel[] = [
  {
    id: 'BR-CL-04',
    schwere: 'fehler',
    satz: 'Die Währung (BT-5) ist kein Kürzel nach ISO 4217.',
    verstoesse: (rechnung) => {
      const currency = textOf(rechnung, 'BT-5');
      return currency === undefined || currencies.has(currency) ? [] : [{}];
    },
  },
  {
    id: 'BR-CL-17',
    schwere: 'fehler',
    satz: 'Eine Steuerkategorie (BT-118) ist keine der Liste UNTDID 5305.',
    verstoesse: (rechnung) =>
      groupsOf(rechnung, 'BG-23').every((tax) =>
        ['AE', 'E', 'S', 'Z', 'G', 'O', 'K', 'L', 'M', 'B'].includes(textOf(tax, 'BT-118') ?? 'S'),
      )
        ? []
        : [{}],
  },
];

const leitwegSentences = {
  'pruefziffer-falsch':
    'Die Prüfziffern der Leitweg-ID (BT-10) stimmen nicht; vermutlich ist sie falsch geschrieben.',
  'form-falsch': 'Die Leitweg-ID (BT-10) hat nicht die vorgeschriebene Form.',
} as const;

/** Not official: the rules of XRechnung demand a reference and leave open whether it is a sound Leitweg-ID. */
const leitwegFindings = (rechnung: Rechnung): Befund[] => {
  const { state } = readLeitwegId(textOf(rechnung, 'BT-10'));
  if (state === 'gueltig' || state === 'keine') return [];
  return [{ regel: 'PST-LEITWEG', schwere: 'warnung', satz: leitwegSentences[state] }];
};

const lineFree: Befund = {
  regel: 'PST-PROFIL',
  schwere: 'hinweis',
  satz: 'Der Datensatz hat ein Profil ohne Positionen (MINIMUM oder BASIC WL) und ist allein keine Rechnung im Sinne von EN 16931; maßgeblich ist das PDF.',
};

/** Rules about what profiles below EN 16931 leave out by design. */
const beyondLineFree = /^BR-(?:16|CO-18|08|10|12|CO-25|[A-Z]{1,2}-0[158])$/;

/** What the specification (BT-24) amounts to, for a person. */
export const profileOf = (rechnung: Rechnung): string => {
  const id = (groupsOf(rechnung, 'BG-2').map((one) => textOf(one, 'BT-24'))[0] ?? '').toLowerCase();
  if (rechnung.syntax === 'zugferd-1') {
    const level = /:(basic|comfort|extended)$/.exec(id)?.[1]?.toUpperCase();
    return level === undefined ? 'ZUGFeRD 1' : `ZUGFeRD 1 ${level}`;
  }
  const version = /xrechnung_(\d+\.\d+)/.exec(id)?.[1];
  if (id.includes('xrechnung')) return version === undefined ? 'XRechnung' : `XRechnung ${version}`;
  const level = /(minimum|basicwl|basic|extended)$/.exec(id)?.[1];
  if (level !== undefined)
    return `Factur-X ${level === 'basicwl' ? 'BASIC WL' : level.toUpperCase()}`;
  if (id.includes('peppol')) return 'Peppol BIS Billing';
  return id.includes('en16931') ? 'EN 16931' : 'unbekannt';
};

const isLineFree = (rechnung: Rechnung): boolean =>
  groupsOf(rechnung, 'BG-25').length === 0 && /MINIMUM|BASIC WL/.test(profileOf(rechnung));

const allRules: readonly Regel[] = [
  kindRule,
  ...pflichtRegeln,
  ...summenRegeln,
  ...steuerRegeln,
  ...codeRules,
];

/** How many rules there are; for documents and figures. */
export const countRules = (): number => allRules.length + xrechnungRegeln.length + 2;

const most = 200;

/** Checks an invoice by the rules that apply to it; errors first. At most 200 findings. */
export const pruefeRechnung = (rechnung: Rechnung): Befund[] => {
  const rules = isXRechnung(rechnung) ? [...allRules, ...xrechnungRegeln] : allRules;
  const free = isLineFree(rechnung);
  const findings = rules
    .filter(({ id }) => !(free && beyondLineFree.test(id)))
    .flatMap(({ id, schwere, satz, verstoesse }) =>
      verstoesse(rechnung).map((one): Befund => ({ regel: id, schwere, satz, ...one })),
    );
  const all = [...findings, ...leitwegFindings(rechnung), ...(free ? [lineFree] : [])];
  const order: readonly Schwere[] = ['fehler', 'warnung', 'hinweis'];
  return order.flatMap((schwere) => all.filter((one) => one.schwere === schwere)).slice(0, most);
};
