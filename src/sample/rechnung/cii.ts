import {
  type GerechneteRechnung,
  type MusterPartei,
  type MusterRechnung,
  rechneMuster,
  xmlText as t,
  xrechnungProzess,
  xrechnungSpezifikation,
} from './muster.js';

const date = (name: string, value: string): string =>
  `<ram:${name}><udt:DateTimeString format="102">${value.replaceAll('-', '')}</udt:DateTimeString></ram:${name}>`;

const tax = (name: string, of: { kategorie: string; satz: string }, sums = ['', '']): string =>
  `<ram:${name}>${sums[0]}<ram:TypeCode>VAT</ram:TypeCode>${
    name === 'ApplicableTradeTax' && sums[0] !== '' && of.kategorie === 'E'
      ? '<ram:ExemptionReason>Steuerfrei nach § 4 UStG</ram:ExemptionReason>'
      : ''
  }${sums[1]}<ram:CategoryCode>${of.kategorie}</ram:CategoryCode><ram:RateApplicablePercent>${of.satz}</ram:RateApplicablePercent></ram:${name}>`;

const party = (name: string, one: MusterPartei, contact = ''): string => `
      <ram:${name}>
        <ram:Name>${t(one.name)}</ram:Name>${contact}
        <ram:PostalTradeAddress><ram:PostcodeCode>${one.plz}</ram:PostcodeCode><ram:LineOne>${t(one.strasse)}</ram:LineOne><ram:CityName>${t(one.ort)}</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
        <ram:URIUniversalCommunication><ram:URIID schemeID="EM">${t(one.email)}</ram:URIID></ram:URIUniversalCommunication>${
          one.ustId === undefined
            ? ''
            : `<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${one.ustId}</ram:ID></ram:SpecifiedTaxRegistration>`
        }
      </ram:${name}>`;

const contactOf = ({ verkaeufer }: MusterRechnung): string =>
  `<ram:DefinedTradeContact><ram:PersonName>${t(verkaeufer.kontakt)}</ram:PersonName><ram:TelephoneUniversalCommunication><ram:CompleteNumber>${t(verkaeufer.telefon)}</ram:CompleteNumber></ram:TelephoneUniversalCommunication><ram:EmailURIUniversalCommunication><ram:URIID>${t(verkaeufer.email)}</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>`;

const lineOf = (line: GerechneteRechnung['zeilen'][number], index: number): string => `
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineID>${index + 1}</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct><ram:Name>${t(line.artikel)}</ram:Name></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>${line.preis}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="${line.einheit}">${line.menge}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>${tax('ApplicableTradeTax', { kategorie: line.kategorie, satz: line.steuersatz })}<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${line.netto}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>`;

const allowanceOf = ({ abschlag, steuern }: GerechneteRechnung): string => {
  const [first] = steuern;
  if (abschlag === undefined || first === undefined) return '';
  return `
      <ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>${abschlag.betrag}</ram:ActualAmount><ram:Reason>${t(abschlag.grund)}</ram:Reason>${tax('CategoryTradeTax', first)}</ram:SpecifiedTradeAllowanceCharge>`;
};

const settlementOf = (one: GerechneteRechnung): string => `
    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>${t(one.nummer)}</ram:PaymentReference>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>${one.verkaeufer.iban}</ram:IBANID><ram:AccountName>${t(one.verkaeufer.name)}</ram:AccountName></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>${one.steuern
        .map(
          (each) =>
            `\n      ${tax('ApplicableTradeTax', each, [
              `<ram:CalculatedAmount>${each.steuer}</ram:CalculatedAmount>`,
              `<ram:BasisAmount>${each.basis}</ram:BasisAmount>`,
            ])}`,
        )
        .join('')}${allowanceOf(one)}
      <ram:SpecifiedTradePaymentTerms><ram:Description>Zahlbar bis zum ${one.faellig}</ram:Description>${date('DueDateDateTime', one.faellig)}</ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>${one.summe}</ram:LineTotalAmount>${
        one.abschlag === undefined
          ? ''
          : `<ram:AllowanceTotalAmount>${one.abschlaege}</ram:AllowanceTotalAmount>`
      }<ram:TaxBasisTotalAmount>${one.netto}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">${one.steuer}</ram:TaxTotalAmount><ram:GrandTotalAmount>${one.brutto}</ram:GrandTotalAmount><ram:DuePayableAmount>${one.brutto}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>`;

/** A made-up invoice as XRechnung in CII. */
export const ciiRechnung = (
  muster: MusterRechnung,
  spezifikation = xrechnungSpezifikation,
): string => {
  const one = rechneMuster(muster);
  const order =
    one.bestellung === undefined
      ? ''
      : `<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>${t(one.bestellung)}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>${xrechnungProzess}</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>${spezifikation}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument><ram:ID>${t(one.nummer)}</ram:ID><ram:TypeCode>380</ram:TypeCode>${date('IssueDateTime', one.datum)}<ram:IncludedNote><ram:Content>${t(one.bemerkung)}</ram:Content><ram:SubjectCode>AAI</ram:SubjectCode></ram:IncludedNote></rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>${one.zeilen.map(lineOf).join('')}
    <ram:ApplicableHeaderTradeAgreement>
      <ram:BuyerReference>${t(one.leitwegId)}</ram:BuyerReference>${party('SellerTradeParty', one.verkaeufer, contactOf(one))}${party('BuyerTradeParty', one.kaeufer)}${order}
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent>${date('OccurrenceDateTime', one.datum)}</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>${settlementOf(one)}
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
`;
};
