import { type Anschrift, anschriften, type GroupId, type TermId } from './begriffe.js';
import type { Binding, GroupBinding, Place } from './bindung.js';
import { allowance, line, transaction } from './bindung-cii-position.js';

// UN/CEFACT Cross Industry Invoice D16B as bound by CEN/TS 16931-3-3; ZUGFeRD 1.0 is renamed to it before.

const agreement = `${transaction}/ApplicableHeaderTradeAgreement`;
const delivery = `${transaction}/ApplicableHeaderTradeDelivery`;
const settlement = `${transaction}/ApplicableHeaderTradeSettlement`;

const address = (id: Anschrift, at: string): GroupBinding => {
  const [street, more, third, city, zip, region, country] = anschriften[id];
  const places: Partial<Record<TermId, Place>> = {
    [street]: 'LineOne',
    [more]: 'LineTwo',
    [third]: 'LineThree',
    [city]: 'CityName',
    [zip]: 'PostcodeCode',
    [region]: 'CountrySubDivisionName',
    [country]: 'CountryID',
  };
  return { id, at, terms: places };
};

const contact = (id: GroupId, [name, phone, mail]: readonly [TermId, TermId, TermId]) => {
  const terms: Partial<Record<TermId, Place>> = {
    [name]: 'PersonName | DepartmentName',
    [phone]: 'TelephoneUniversalCommunication/CompleteNumber',
    [mail]: 'EmailURIUniversalCommunication/URIID | EmailURIUniversalCommunication/CompleteNumber',
  };
  return { id, at: 'DefinedTradeContact', terms };
};

const identifiers = 'ID & GlobalID#schemeID';
const vatId = 'SpecifiedTaxRegistration/ID[@schemeID=VA]';

const seller: GroupBinding = {
  id: 'BG-4',
  at: `${agreement}/SellerTradeParty`,
  terms: {
    'BT-27': 'Name',
    'BT-28': 'SpecifiedLegalOrganization/TradingBusinessName',
    'BT-29': identifiers,
    'BT-30': 'SpecifiedLegalOrganization/ID#schemeID',
    'BT-31': vatId,
    'BT-32': 'SpecifiedTaxRegistration/ID[@schemeID=FC]',
    'BT-33': 'Description',
    'BT-34': 'URIUniversalCommunication/URIID#schemeID',
  },
  groups: [address('BG-5', 'PostalTradeAddress'), contact('BG-6', ['BT-41', 'BT-42', 'BT-43'])],
};

const buyer: GroupBinding = {
  id: 'BG-7',
  at: `${agreement}/BuyerTradeParty`,
  terms: {
    'BT-44': 'Name',
    'BT-45': 'SpecifiedLegalOrganization/TradingBusinessName',
    'BT-46': identifiers,
    'BT-47': 'SpecifiedLegalOrganization/ID#schemeID',
    'BT-48': vatId,
    'BT-49': 'URIUniversalCommunication/URIID#schemeID',
  },
  groups: [address('BG-8', 'PostalTradeAddress'), contact('BG-9', ['BT-56', 'BT-57', 'BT-58'])],
};

const others: readonly GroupBinding[] = [
  {
    id: 'BG-10',
    at: `${settlement}/PayeeTradeParty`,
    terms: {
      'BT-59': 'Name',
      'BT-60': identifiers,
      'BT-61': 'SpecifiedLegalOrganization/ID#schemeID',
    },
  },
  {
    id: 'BG-11',
    at: `${agreement}/SellerTaxRepresentativeTradeParty`,
    terms: { 'BT-62': 'Name', 'BT-63': vatId },
    groups: [address('BG-12', 'PostalTradeAddress')],
  },
  {
    id: 'BG-13',
    at: '.',
    terms: {
      'BT-70': `${delivery}/ShipToTradeParty/Name`,
      'BT-71': `${delivery}/ShipToTradeParty/ID & ${delivery}/ShipToTradeParty/GlobalID#schemeID`,
      'BT-72': `${delivery}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString#format`,
    },
    groups: [
      {
        id: 'BG-14',
        at: `${settlement}/BillingSpecifiedPeriod`,
        terms: {
          'BT-73': 'StartDateTime/DateTimeString#format',
          'BT-74': 'EndDateTime/DateTimeString#format',
        },
      },
      address('BG-15', `${delivery}/ShipToTradeParty/PostalTradeAddress`),
    ],
  },
];

const means = `${settlement}/SpecifiedTradeSettlementPaymentMeans`;

const payment: GroupBinding = {
  id: 'BG-16',
  at: '.',
  terms: {
    'BT-81': `${means}/TypeCode`,
    'BT-82': `${means}/Information`,
    'BT-83': `${settlement}/PaymentReference`,
  },
  groups: [
    {
      id: 'BG-17',
      at: means,
      terms: {
        'BT-84':
          'PayeePartyCreditorFinancialAccount/IBANID | PayeePartyCreditorFinancialAccount/ProprietaryID',
        'BT-85': 'PayeePartyCreditorFinancialAccount/AccountName',
        'BT-86': 'PayeeSpecifiedCreditorFinancialInstitution/BICID',
      },
    },
    {
      id: 'BG-18',
      at: `${means}/ApplicableTradeSettlementFinancialCard`,
      terms: { 'BT-87': 'ID', 'BT-88': 'CardholderName' },
    },
    {
      id: 'BG-19',
      at: '.',
      terms: {
        'BT-89': `${settlement}/SpecifiedTradePaymentTerms/DirectDebitMandateID`,
        'BT-90': `${settlement}/CreditorReferenceID`,
        'BT-91': `${means}/PayerPartyDebtorFinancialAccount/IBANID`,
      },
    },
  ],
};

const summation = 'SpecifiedTradeSettlementHeaderMonetarySummation';

const totals: readonly GroupBinding[] = [
  allowance('BG-20', settlement, false, [
    'BT-92',
    'BT-93',
    'BT-94',
    'BT-97',
    'BT-98',
    'BT-95',
    'BT-96',
  ]),
  allowance('BG-21', settlement, true, [
    'BT-99',
    'BT-100',
    'BT-101',
    'BT-104',
    'BT-105',
    'BT-102',
    'BT-103',
  ]),
  {
    // Only in ZUGFeRD (EXTENDED and 1.0): freight and the like, which the totals count as a charge.
    id: 'BG-21',
    at: `${settlement}/SpecifiedLogisticsServiceCharge`,
    terms: {
      'BT-99': 'AppliedAmount',
      'BT-102': 'AppliedTradeTax/CategoryCode',
      'BT-103': 'AppliedTradeTax/RateApplicablePercent',
      'BT-104': 'Description',
    },
  },
  {
    id: 'BG-22',
    at: `${settlement}/${summation}`,
    terms: {
      'BT-106': 'LineTotalAmount',
      'BT-107': 'AllowanceTotalAmount',
      'BT-108': 'ChargeTotalAmount',
      'BT-109': 'TaxBasisTotalAmount',
      'BT-110': 'TaxTotalAmount#currencyID',
      'BT-112': 'GrandTotalAmount',
      'BT-113': 'TotalPrepaidAmount',
      'BT-114': 'RoundingAmount',
      'BT-115': 'DuePayableAmount',
    },
  },
  {
    id: 'BG-23',
    at: `${settlement}/ApplicableTradeTax`,
    terms: {
      'BT-116': 'BasisAmount',
      'BT-117': 'CalculatedAmount',
      'BT-118': 'CategoryCode',
      'BT-119': 'RateApplicablePercent',
      'BT-120': 'ExemptionReason',
      'BT-121': 'ExemptionReasonCode',
    },
  },
  {
    id: 'BG-24',
    at: `${agreement}/AdditionalReferencedDocument[TypeCode!=50][TypeCode!=130]`,
    terms: {
      'BT-122': 'IssuerAssignedID',
      'BT-123': 'Name',
      'BT-124': 'URIID',
      'BT-125': 'AttachmentBinaryObject#mimeCode#filename',
    },
  },
];

const reference = (name: string): Place => `${name}/IssuerAssignedID | ${name}/ID`;

const terms: Binding['terms'] = {
  'BT-1': 'ExchangedDocument/ID',
  'BT-2': 'ExchangedDocument/IssueDateTime/DateTimeString#format',
  'BT-3': 'ExchangedDocument/TypeCode',
  'BT-5': `${settlement}/InvoiceCurrencyCode`,
  'BT-6': `${settlement}/TaxCurrencyCode`,
  'BT-7': `${settlement}/ApplicableTradeTax/TaxPointDate/DateString#format`,
  'BT-8': `${settlement}/ApplicableTradeTax/DueDateTypeCode`,
  'BT-9': `${settlement}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString#format`,
  'BT-10': `${agreement}/BuyerReference`,
  'BT-11': `${agreement}/SpecifiedProcuringProject/ID`,
  'BT-12': reference(`${agreement}/ContractReferencedDocument`),
  'BT-13': reference(`${agreement}/BuyerOrderReferencedDocument`),
  'BT-14': reference(`${agreement}/SellerOrderReferencedDocument`),
  'BT-15': reference(`${delivery}/ReceivingAdviceReferencedDocument`),
  'BT-16': reference(`${delivery}/DespatchAdviceReferencedDocument`),
  'BT-17': `${agreement}/AdditionalReferencedDocument[TypeCode=50]/IssuerAssignedID`,
  'BT-18': `${agreement}/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID#../ReferenceTypeCode`,
  'BT-19': `${settlement}/ReceivableSpecifiedTradeAccountingAccount/ID`,
  'BT-20': `${settlement}/SpecifiedTradePaymentTerms/Description`,
};

/** Cross Industry Invoice: XRechnung CII, ZUGFeRD 2 and Factur-X. */
export const cii: Binding = {
  terms,
  groups: [
    {
      id: 'BG-1',
      at: 'ExchangedDocument/IncludedNote',
      terms: { 'BT-21': 'SubjectCode', 'BT-22': 'Content' },
    },
    {
      id: 'BG-2',
      at: 'ExchangedDocumentContext',
      terms: {
        'BT-23': 'BusinessProcessSpecifiedDocumentContextParameter/ID',
        'BT-24': 'GuidelineSpecifiedDocumentContextParameter/ID',
      },
    },
    {
      id: 'BG-3',
      at: `${settlement}/InvoiceReferencedDocument`,
      terms: {
        'BT-25': 'IssuerAssignedID | ID',
        'BT-26': 'FormattedIssueDateTime/DateTimeString#format',
      },
    },
    seller,
    buyer,
    ...others,
    payment,
    ...totals,
    line,
  ],
};
