// Longer than 300 lines, because the binding of one syntax is one table.
import { type Anschrift, anschriften, type GroupId, type TermId } from './begriffe.js';
import type { Binding, GroupBinding, Place } from './bindung.js';

// UBL 2.1 Invoice and CreditNote as bound by CEN/TS 16931-3-2.

const address = (id: Anschrift, at: string): GroupBinding => {
  const [street, more, third, city, zip, region, country] = anschriften[id];
  const places: Partial<Record<TermId, Place>> = {
    [street]: 'StreetName',
    [more]: 'AdditionalStreetName',
    [third]: 'AddressLine/Line',
    [city]: 'CityName',
    [zip]: 'PostalZone',
    [region]: 'CountrySubentity',
    [country]: 'Country/IdentificationCode',
  };
  return { id, at, terms: places };
};

const seller: GroupBinding = {
  id: 'BG-4',
  at: 'AccountingSupplierParty/Party',
  terms: {
    'BT-27': 'PartyLegalEntity/RegistrationName',
    'BT-28': 'PartyName/Name',
    'BT-29': 'PartyIdentification/ID[@schemeID!=SEPA]#schemeID',
    'BT-30': 'PartyLegalEntity/CompanyID#schemeID',
    'BT-31': 'PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID',
    'BT-32': 'PartyTaxScheme[TaxScheme/ID!=VAT]/CompanyID',
    'BT-33': 'PartyLegalEntity/CompanyLegalForm',
    'BT-34': 'EndpointID#schemeID',
  },
  groups: [
    address('BG-5', 'PostalAddress'),
    {
      id: 'BG-6',
      at: 'Contact',
      terms: { 'BT-41': 'Name', 'BT-42': 'Telephone', 'BT-43': 'ElectronicMail' },
    },
  ],
};

const buyer: GroupBinding = {
  id: 'BG-7',
  at: 'AccountingCustomerParty/Party',
  terms: {
    'BT-44': 'PartyLegalEntity/RegistrationName',
    'BT-45': 'PartyName/Name',
    'BT-46': 'PartyIdentification/ID#schemeID',
    'BT-47': 'PartyLegalEntity/CompanyID#schemeID',
    'BT-48': 'PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID',
    'BT-49': 'EndpointID#schemeID',
  },
  groups: [
    address('BG-8', 'PostalAddress'),
    {
      id: 'BG-9',
      at: 'Contact',
      terms: { 'BT-56': 'Name', 'BT-57': 'Telephone', 'BT-58': 'ElectronicMail' },
    },
  ],
};

const others: readonly GroupBinding[] = [
  {
    id: 'BG-10',
    at: 'PayeeParty',
    terms: {
      'BT-59': 'PartyName/Name',
      'BT-60': 'PartyIdentification/ID[@schemeID!=SEPA]#schemeID',
      'BT-61': 'PartyLegalEntity/CompanyID#schemeID',
    },
  },
  {
    id: 'BG-11',
    at: 'TaxRepresentativeParty',
    terms: {
      'BT-62': 'PartyName/Name',
      'BT-63': 'PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID',
    },
    groups: [address('BG-12', 'PostalAddress')],
  },
  {
    id: 'BG-13',
    at: '.',
    terms: {
      'BT-70': 'Delivery/DeliveryParty/PartyName/Name',
      'BT-71': 'Delivery/DeliveryLocation/ID#schemeID',
      'BT-72': 'Delivery/ActualDeliveryDate',
    },
    groups: [
      {
        id: 'BG-14',
        at: 'InvoicePeriod',
        terms: { 'BT-73': 'StartDate', 'BT-74': 'EndDate' },
      },
      address('BG-15', 'Delivery/DeliveryLocation/Address'),
    ],
  },
];

const sepa = 'PartyIdentification/ID[@schemeID=SEPA]';

const payment: GroupBinding = {
  id: 'BG-16',
  at: '.',
  terms: {
    'BT-81': 'PaymentMeans/PaymentMeansCode',
    'BT-82': 'PaymentMeans/PaymentMeansCode/@name',
    'BT-83': 'PaymentMeans/PaymentID',
  },
  groups: [
    {
      id: 'BG-17',
      at: 'PaymentMeans/PayeeFinancialAccount',
      terms: { 'BT-84': 'ID', 'BT-85': 'Name', 'BT-86': 'FinancialInstitutionBranch/ID' },
    },
    {
      id: 'BG-18',
      at: 'PaymentMeans/CardAccount',
      terms: { 'BT-87': 'PrimaryAccountNumberID', 'BT-88': 'HolderName' },
    },
    {
      id: 'BG-19',
      at: '.',
      terms: {
        'BT-89': 'PaymentMeans/PaymentMandate/ID',
        'BT-90': `AccountingSupplierParty/Party/${sepa} | PayeeParty/${sepa}`,
        'BT-91': 'PaymentMeans/PaymentMandate/PayerFinancialAccount/ID',
      },
    },
  ],
};

const allowance = (id: GroupId, charge: boolean, terms: readonly TermId[]): GroupBinding => {
  const places = [
    'Amount',
    'BaseAmount',
    'MultiplierFactorNumeric',
    'AllowanceChargeReason',
    'AllowanceChargeReasonCode',
    'TaxCategory/ID',
    'TaxCategory/Percent',
  ];
  return {
    id,
    at: `AllowanceCharge[ChargeIndicator=${charge}]`,
    terms: Object.fromEntries(terms.map((term, index) => [term, places[index] ?? ''])),
  };
};

const totals: readonly GroupBinding[] = [
  allowance('BG-20', false, ['BT-92', 'BT-93', 'BT-94', 'BT-97', 'BT-98', 'BT-95', 'BT-96']),
  allowance('BG-21', true, ['BT-99', 'BT-100', 'BT-101', 'BT-104', 'BT-105', 'BT-102', 'BT-103']),
  {
    id: 'BG-22',
    at: '.',
    terms: {
      'BT-106': 'LegalMonetaryTotal/LineExtensionAmount',
      'BT-107': 'LegalMonetaryTotal/AllowanceTotalAmount',
      'BT-108': 'LegalMonetaryTotal/ChargeTotalAmount',
      'BT-109': 'LegalMonetaryTotal/TaxExclusiveAmount',
      'BT-110': 'TaxTotal/TaxAmount#currencyID',
      'BT-112': 'LegalMonetaryTotal/TaxInclusiveAmount',
      'BT-113': 'LegalMonetaryTotal/PrepaidAmount',
      'BT-114': 'LegalMonetaryTotal/PayableRoundingAmount',
      'BT-115': 'LegalMonetaryTotal/PayableAmount',
    },
  },
  {
    id: 'BG-23',
    at: 'TaxTotal/TaxSubtotal',
    terms: {
      'BT-116': 'TaxableAmount',
      'BT-117': 'TaxAmount',
      'BT-118': 'TaxCategory/ID',
      'BT-119': 'TaxCategory/Percent',
      'BT-120': 'TaxCategory/TaxExemptionReason',
      'BT-121': 'TaxCategory/TaxExemptionReasonCode',
    },
  },
];

const line = (name: string, quantity: string): GroupBinding => ({
  id: 'BG-25',
  at: name,
  terms: {
    'BT-126': 'ID',
    'BT-127': 'Note',
    'BT-128': 'DocumentReference[DocumentTypeCode=130]/ID#schemeID',
    'BT-129': quantity,
    'BT-130': `${quantity}/@unitCode`,
    'BT-131': 'LineExtensionAmount',
    'BT-132': 'OrderLineReference/LineID',
    'BT-133': 'AccountingCost',
  },
  groups: [
    { id: 'BG-26', at: 'InvoicePeriod', terms: { 'BT-134': 'StartDate', 'BT-135': 'EndDate' } },
    allowance('BG-27', false, ['BT-136', 'BT-137', 'BT-138', 'BT-139', 'BT-140']),
    allowance('BG-28', true, ['BT-141', 'BT-142', 'BT-143', 'BT-144', 'BT-145']),
    {
      id: 'BG-29',
      at: 'Price',
      terms: {
        'BT-146': 'PriceAmount',
        'BT-147': 'AllowanceCharge[ChargeIndicator=false]/Amount',
        'BT-148': 'AllowanceCharge[ChargeIndicator=false]/BaseAmount',
        'BT-149': 'BaseQuantity',
        'BT-150': 'BaseQuantity/@unitCode',
      },
    },
    {
      id: 'BG-30',
      at: 'Item/ClassifiedTaxCategory',
      terms: { 'BT-151': 'ID', 'BT-152': 'Percent' },
    },
    {
      id: 'BG-31',
      at: 'Item',
      terms: {
        'BT-153': 'Name',
        'BT-154': 'Description',
        'BT-155': 'SellersItemIdentification/ID',
        'BT-156': 'BuyersItemIdentification/ID',
        'BT-157': 'StandardItemIdentification/ID#schemeID',
        'BT-158': 'CommodityClassification/ItemClassificationCode#listID#listVersionID',
        'BT-159': 'OriginCountry/IdentificationCode',
      },
      groups: [
        {
          id: 'BG-32',
          at: 'AdditionalItemProperty',
          terms: { 'BT-160': 'Name', 'BT-161': 'Value' },
        },
      ],
    },
  ],
});

const enclosures = (at: string): GroupBinding => ({
  id: 'BG-24',
  at,
  terms: {
    'BT-122': 'ID',
    'BT-123': 'DocumentDescription',
    'BT-124': 'Attachment/ExternalReference/URI',
    'BT-125': 'Attachment/EmbeddedDocumentBinaryObject#mimeCode#filename',
  },
});

const terms: Binding['terms'] = {
  'BT-1': 'ID',
  'BT-2': 'IssueDate',
  'BT-5': 'DocumentCurrencyCode',
  'BT-6': 'TaxCurrencyCode',
  'BT-7': 'TaxPointDate',
  'BT-8': 'InvoicePeriod/DescriptionCode',
  'BT-9': 'DueDate | PaymentMeans/PaymentDueDate',
  'BT-10': 'BuyerReference',
  'BT-12': 'ContractDocumentReference/ID',
  'BT-13': 'OrderReference/ID',
  'BT-14': 'OrderReference/SalesOrderID',
  'BT-15': 'ReceiptDocumentReference/ID',
  'BT-16': 'DespatchDocumentReference/ID',
  'BT-17': 'OriginatorDocumentReference/ID',
  'BT-18': 'AdditionalDocumentReference[DocumentTypeCode=130]/ID#schemeID',
  'BT-19': 'AccountingCost',
  'BT-20': 'PaymentTerms/Note',
};

const groups: readonly GroupBinding[] = [
  { id: 'BG-1', at: 'Note', terms: { 'BT-22': '.' } },
  { id: 'BG-2', at: '.', terms: { 'BT-23': 'ProfileID', 'BT-24': 'CustomizationID' } },
  {
    id: 'BG-3',
    at: 'BillingReference/InvoiceDocumentReference',
    terms: { 'BT-25': 'ID', 'BT-26': 'IssueDate' },
  },
  seller,
  buyer,
  ...others,
  payment,
  ...totals,
];

/** UBL Invoice. */
export const ublInvoice: Binding = {
  terms: { ...terms, 'BT-3': 'InvoiceTypeCode', 'BT-11': 'ProjectReference/ID' },
  groups: [
    ...groups,
    enclosures('AdditionalDocumentReference[DocumentTypeCode!=130]'),
    line('InvoiceLine', 'InvoicedQuantity'),
  ],
};

/** UBL CreditNote: a project stands among the enclosures there. */
export const ublCreditNote: Binding = {
  terms: {
    ...terms,
    'BT-3': 'CreditNoteTypeCode',
    'BT-11': 'AdditionalDocumentReference[DocumentTypeCode=50]/ID',
  },
  groups: [
    ...groups,
    enclosures('AdditionalDocumentReference[DocumentTypeCode!=130][DocumentTypeCode!=50]'),
    line('CreditNoteLine', 'CreditedQuantity'),
  ],
};
