import type { GroupId, TermId } from './begriffe.js';
import type { GroupBinding } from './bindung.js';

// The part of CII that repeats: allowances, charges and lines.

/** What everything but the head of the document lies in. */
export const transaction = 'SupplyChainTradeTransaction';

/** An allowance or a charge, of the invoice or of a line. */
export const allowance = (
  id: GroupId,
  within: string,
  charge: boolean,
  terms: readonly TermId[],
): GroupBinding => {
  const places = [
    'ActualAmount',
    'BasisAmount',
    'CalculationPercent',
    'Reason',
    'ReasonCode',
    'CategoryTradeTax/CategoryCode',
    'CategoryTradeTax/RateApplicablePercent',
  ];
  return {
    id,
    at: `${within}/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=${charge}]`,
    terms: Object.fromEntries(terms.map((term, index) => [term, places[index] ?? ''])),
  };
};

const lineAgreement = 'SpecifiedLineTradeAgreement';
const lineSettlement = 'SpecifiedLineTradeSettlement';
const billed = 'SpecifiedLineTradeDelivery/BilledQuantity';
const net = `${lineAgreement}/NetPriceProductTradePrice`;
const gross = `${lineAgreement}/GrossPriceProductTradePrice`;

/** A line of the invoice with its price, tax and item. */
export const line: GroupBinding = {
  id: 'BG-25',
  at: `${transaction}/IncludedSupplyChainTradeLineItem`,
  terms: {
    'BT-126': 'AssociatedDocumentLineDocument/LineID',
    'BT-127': 'AssociatedDocumentLineDocument/IncludedNote/Content',
    'BT-128': `${lineSettlement}/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID#../ReferenceTypeCode`,
    'BT-129': billed,
    'BT-130': `${billed}/@unitCode`,
    'BT-131': `${lineSettlement}/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount`,
    'BT-132': `${lineAgreement}/BuyerOrderReferencedDocument/LineID`,
    'BT-133': `${lineSettlement}/ReceivableSpecifiedTradeAccountingAccount/ID`,
  },
  groups: [
    {
      id: 'BG-26',
      at: `${lineSettlement}/BillingSpecifiedPeriod`,
      terms: {
        'BT-134': 'StartDateTime/DateTimeString#format',
        'BT-135': 'EndDateTime/DateTimeString#format',
      },
    },
    allowance('BG-27', lineSettlement, false, ['BT-136', 'BT-137', 'BT-138', 'BT-139', 'BT-140']),
    allowance('BG-28', lineSettlement, true, ['BT-141', 'BT-142', 'BT-143', 'BT-144', 'BT-145']),
    {
      id: 'BG-29',
      at: '.',
      terms: {
        'BT-146': `${net}/ChargeAmount`,
        'BT-147': `${gross}/AppliedTradeAllowanceCharge[ChargeIndicator/Indicator=false]/ActualAmount`,
        'BT-148': `${gross}/ChargeAmount`,
        'BT-149': `${net}/BasisQuantity | ${gross}/BasisQuantity`,
        'BT-150': `${net}/BasisQuantity/@unitCode | ${gross}/BasisQuantity/@unitCode`,
      },
    },
    {
      id: 'BG-30',
      at: `${lineSettlement}/ApplicableTradeTax`,
      terms: { 'BT-151': 'CategoryCode', 'BT-152': 'RateApplicablePercent' },
    },
    {
      id: 'BG-31',
      at: 'SpecifiedTradeProduct',
      terms: {
        'BT-153': 'Name',
        'BT-154': 'Description',
        'BT-155': 'SellerAssignedID',
        'BT-156': 'BuyerAssignedID',
        'BT-157': 'GlobalID#schemeID',
        'BT-158': 'DesignatedProductClassification/ClassCode#listID#listVersionID',
        'BT-159': 'OriginTradeCountry/ID',
      },
      groups: [
        {
          id: 'BG-32',
          at: 'ApplicableProductCharacteristic',
          terms: { 'BT-160': 'Description', 'BT-161': 'Value' },
        },
      ],
    },
  ],
};
