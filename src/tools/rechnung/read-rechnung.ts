import {
  begriffe,
  type Gruppe,
  type Rechnung,
  type Syntax,
  type Term,
  type TermId,
} from './begriffe.js';
import { type Binding, readBinding } from './bindung.js';
import { cii } from './bindung-cii.js';
import { ublCreditNote, ublInvoice } from './bindung-ubl.js';
import { rechnungsWurzeln } from './erkennen.js';
import { readXml, type XmlElement, type XmlLimits } from './xml.js';

interface Form {
  syntax: Syntax;
  binding: Binding;
  /** Elements of other namespaces are extensions, which the model does not know. */
  isOwn: (namespace: string) => boolean;
}

const uncefact = 'urn:un:unece:uncefact:data:standard:';
const components = 'urn:oasis:names:specification:ubl:schema:xsd:Common';
const [ferd] = rechnungsWurzeln['zugferd-1'];

const isUbl = (namespace: string): boolean =>
  namespace === `${components}AggregateComponents-2` ||
  namespace === `${components}BasicComponents-2`;
const isUncefact = (namespace: string): boolean => namespace.startsWith(uncefact);

const forms: readonly Form[] = [
  { syntax: 'ubl-invoice', binding: ublInvoice, isOwn: isUbl },
  { syntax: 'ubl-creditnote', binding: ublCreditNote, isOwn: isUbl },
  { syntax: 'cii', binding: cii, isOwn: isUncefact },
  {
    syntax: 'zugferd-1',
    binding: cii,
    isOwn: (namespace) => isUncefact(namespace) || namespace === ferd,
  },
];

const formOf = (root: XmlElement): Form | undefined =>
  forms.find(({ syntax }) => {
    const [namespace, name] = rechnungsWurzeln[syntax];
    return root.namespace === namespace && root.name === name;
  });

/** Names of ZUGFeRD 1.0 that later became others. */
const renamed: Readonly<Record<string, string>> = {
  SpecifiedExchangedDocumentContext: 'ExchangedDocumentContext',
  HeaderExchangedDocument: 'ExchangedDocument',
  SpecifiedSupplyChainTradeTransaction: 'SupplyChainTradeTransaction',
  ApplicableSupplyChainTradeAgreement: 'ApplicableHeaderTradeAgreement',
  ApplicableSupplyChainTradeDelivery: 'ApplicableHeaderTradeDelivery',
  ApplicableSupplyChainTradeSettlement: 'ApplicableHeaderTradeSettlement',
  SpecifiedSupplyChainTradeAgreement: 'SpecifiedLineTradeAgreement',
  SpecifiedSupplyChainTradeDelivery: 'SpecifiedLineTradeDelivery',
  SpecifiedSupplyChainTradeSettlement: 'SpecifiedLineTradeSettlement',
  ApplicablePercent: 'RateApplicablePercent',
};

const nameIn = (parent: string, name: string): string =>
  name === 'SpecifiedTradeSettlementMonetarySummation'
    ? `SpecifiedTradeSettlement${parent.includes('Line') ? 'Line' : 'Header'}MonetarySummation`
    : (renamed[name] ?? name);

/** The tree without foreign elements; in the names of CII where it is ZUGFeRD 1.0. Depth is bounded by `readXml`. */
const own = (element: XmlElement, form: Form, name = element.name): XmlElement => ({
  ...element,
  name,
  children: element.children
    .filter((child) => form.isOwn(child.namespace))
    .map((child) =>
      own(child, form, form.syntax === 'zugferd-1' ? nameIn(name, child.name) : child.name),
    ),
});

const numberKinds: readonly string[] = ['amount', 'price', 'quantity', 'percent'];

/** YYYY-MM-DD of a date in the form of UBL (with or without zone) or of CII (format 102). */
const isoDate = (value: string): string => {
  const plain = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(value);
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(value);
  const [, year, month, day] = plain ?? packed ?? [];
  return year === undefined ? value : `${year}-${month}-${day}`;
};

/** `+1.0` and `.5` are decimals of XML schema, too; digits are kept as they are. */
const decimalText = (value: string): string =>
  value
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');

const normalised = (id: TermId, term: Term): Term => {
  const kind = begriffe[id][1];
  if (kind === 'date') return { value: isoDate(term.value) };
  if (numberKinds.includes(kind)) return { ...term, value: decimalText(term.value) };
  if (kind === 'binary') return { ...term, value: term.value.replace(/\s+/g, '') };
  return term;
};

const normaliseGroup = (group: Gruppe): Gruppe => {
  const made: Gruppe = { terms: {}, groups: {} };
  for (const [id, terms] of Object.entries(group.terms) as [TermId, Term[]][])
    made.terms[id] = terms.map((term) => normalised(id, term));
  for (const [id, groups] of Object.entries(group.groups) as [keyof Gruppe['groups'], Gruppe[]][])
    made.groups[id] = groups.map(normaliseGroup);
  return made;
};

/** UBL writes the kind of a note before it: `#AAI#text`. */
const splitNotes = (group: Gruppe): void => {
  for (const { terms } of group.groups['BG-1'] ?? []) {
    const found = /^#([A-Z]{3})#([\s\S]*)$/.exec(terms['BT-22']?.[0]?.value ?? '');
    if (found === null || terms['BT-21'] !== undefined) continue;
    terms['BT-21'] = [{ value: found[1] ?? '' }];
    terms['BT-22'] = [{ value: (found[2] ?? '').trim() }];
  }
};

/** The tax in the currency of the accounts stands beside that in the currency of the invoice. */
const splitTaxTotals = (group: Gruppe): void => {
  const currency = group.terms['BT-5']?.[0]?.value;
  const totals = group.groups['BG-22']?.[0];
  const taxes = totals?.terms['BT-110'];
  if (totals === undefined || taxes === undefined) return;
  const accounts = group.terms['BT-6']?.[0]?.value;
  const isOther = (tax: Term): boolean =>
    accounts !== undefined && accounts !== currency && tax.scheme === accounts;
  const others = taxes.filter(isOther);
  const mine = taxes.filter((tax) => !isOther(tax));
  delete totals.terms['BT-110'];
  if (mine.length > 0) totals.terms['BT-110'] = mine;
  if (others.length > 0) totals.terms['BT-111'] = others;
};

/** Code list 2475 of CII in the words of code list 2005, which the standard uses. */
const taxPointCodes: Readonly<Record<string, string>> = { '5': '3', '29': '35', '72': '432' };

const once = (terms: readonly Term[]): Term[] =>
  terms.filter((term, at) => terms.findIndex((other) => other.value === term.value) === at);

/** Terms that a syntax repeats with each means of payment or each tax, though the invoice has them once. */
const repeated: readonly TermId[] = ['BT-7', 'BT-8', 'BT-9'];
const repeatedInPayment: readonly TermId[] = ['BT-81', 'BT-82', 'BT-83'];

const foldRepeated = (group: Gruppe, ids: readonly TermId[]): void => {
  for (const id of ids) {
    const terms = group.terms[id];
    if (terms !== undefined) group.terms[id] = once(terms);
  }
};

/** Empty groups of UBL: a period that holds only the code of the tax point, for example, holds no dates. */
const finish = (group: Gruppe, syntax: Syntax): Rechnung => {
  splitNotes(group);
  splitTaxTotals(group);
  if (syntax === 'cii' || syntax === 'zugferd-1') {
    group.terms['BT-8'] = (group.terms['BT-8'] ?? []).map(({ value }) => ({
      value: taxPointCodes[value] ?? value,
    }));
    if (group.terms['BT-8'].length === 0) delete group.terms['BT-8'];
  }
  foldRepeated(group, repeated);
  for (const payment of group.groups['BG-16'] ?? []) foldRepeated(payment, repeatedInPayment);
  return { syntax, ...group };
};

/** What an XML turned out to be. */
export type ReadRechnung =
  | { outcome: 'rechnung'; rechnung: Rechnung }
  /** Well-formed, but its root is no invoice that we know. */
  | { outcome: 'other' };

/** Reads an invoice in UBL, CII or ZUGFeRD 1.0. Throws `XmlUnreadable` for what is no safe, well-formed XML. */
export const readRechnung = (bytes: Uint8Array, limits?: XmlLimits): ReadRechnung => {
  const root = readXml(bytes, limits);
  const form = formOf(root);
  if (form === undefined) return { outcome: 'other' };
  const group = normaliseGroup(readBinding(own(root, form), form.binding));
  return { outcome: 'rechnung', rechnung: finish(group, form.syntax) };
};

/** A file that an invoice carries within itself. */
export interface Unterlage {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
}

/** Takes the enclosed files (BT-125) out of the invoice; what stays is their size in bytes. */
export const takeUnterlagen = (rechnung: Rechnung): Unterlage[] =>
  (rechnung.groups['BG-24'] ?? []).flatMap(({ terms }, index) => {
    const term = terms['BT-125']?.[0];
    if (term === undefined) return [];
    const bytes = Buffer.from(term.value, 'base64');
    terms['BT-125'] = [{ ...term, value: String(bytes.length) }];
    const fileName = term.version ?? terms['BT-122']?.[0]?.value ?? `unterlage-${index + 1}`;
    return [{ fileName, mediaType: term.scheme ?? 'application/octet-stream', bytes }];
  });
