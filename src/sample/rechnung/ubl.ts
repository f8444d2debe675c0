import {
  type GerechneteRechnung,
  type MusterPartei,
  type MusterRechnung,
  rechneMuster,
  xmlText as t,
  xrechnungProzess,
  xrechnungSpezifikation,
} from './muster.js';

const amount = (name: string, value: string): string =>
  `<cbc:${name} currencyID="EUR">${value}</cbc:${name}>`;

const vatScheme = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';

const category = (name: string, of: { kategorie: string; satz: string }): string =>
  `<cac:${name}><cbc:ID>${of.kategorie}</cbc:ID><cbc:Percent>${of.satz}</cbc:Percent>${
    name === 'TaxCategory' && of.kategorie === 'E'
      ? '<cbc:TaxExemptionReason>Steuerfrei nach § 4 UStG</cbc:TaxExemptionReason>'
      : ''
  }${vatScheme}</cac:${name}>`;

const party = (role: string, one: MusterPartei, contact = ''): string => `
  <cac:Accounting${role}Party><cac:Party>
    <cbc:EndpointID schemeID="EM">${t(one.email)}</cbc:EndpointID>
    <cac:PostalAddress>
      <cbc:StreetName>${t(one.strasse)}</cbc:StreetName>
      <cbc:CityName>${t(one.ort)}</cbc:CityName>
      <cbc:PostalZone>${one.plz}</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country>
    </cac:PostalAddress>${
      one.ustId === undefined
        ? ''
        : `
    <cac:PartyTaxScheme><cbc:CompanyID>${one.ustId}</cbc:CompanyID>${vatScheme}</cac:PartyTaxScheme>`
    }
    <cac:PartyLegalEntity><cbc:RegistrationName>${t(one.name)}</cbc:RegistrationName></cac:PartyLegalEntity>${contact}
  </cac:Party></cac:Accounting${role}Party>`;

const contactOf = ({ verkaeufer }: MusterRechnung): string => `
    <cac:Contact><cbc:Name>${t(verkaeufer.kontakt)}</cbc:Name><cbc:Telephone>${t(verkaeufer.telefon)}</cbc:Telephone><cbc:ElectronicMail>${t(verkaeufer.email)}</cbc:ElectronicMail></cac:Contact>`;

const lineOf = (line: GerechneteRechnung['zeilen'][number], index: number): string => `
  <cac:InvoiceLine>
    <cbc:ID>${index + 1}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="${line.einheit}">${line.menge}</cbc:InvoicedQuantity>
    ${amount('LineExtensionAmount', line.netto)}
    <cac:Item><cbc:Name>${t(line.artikel)}</cbc:Name>${category('ClassifiedTaxCategory', { kategorie: line.kategorie, satz: line.steuersatz })}</cac:Item>
    <cac:Price>${amount('PriceAmount', line.preis)}</cac:Price>
  </cac:InvoiceLine>`;

const allowanceOf = ({ abschlag, steuern }: GerechneteRechnung): string => {
  const [first] = steuern;
  if (abschlag === undefined || first === undefined) return '';
  return `
  <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>${t(abschlag.grund)}</cbc:AllowanceChargeReason>${amount('Amount', abschlag.betrag)}${category('TaxCategory', first)}</cac:AllowanceCharge>`;
};

const totalsOf = (one: GerechneteRechnung): string => `
  <cac:TaxTotal>${amount('TaxAmount', one.steuer)}${one.steuern
    .map(
      (tax) =>
        `<cac:TaxSubtotal>${amount('TaxableAmount', tax.basis)}${amount('TaxAmount', tax.steuer)}${category('TaxCategory', tax)}</cac:TaxSubtotal>`,
    )
    .join('')}</cac:TaxTotal>
  <cac:LegalMonetaryTotal>${amount('LineExtensionAmount', one.summe)}${amount('TaxExclusiveAmount', one.netto)}${amount('TaxInclusiveAmount', one.brutto)}${
    one.abschlag === undefined ? '' : amount('AllowanceTotalAmount', one.abschlaege)
  }${amount('PayableAmount', one.brutto)}</cac:LegalMonetaryTotal>`;

/** A made-up invoice as XRechnung in UBL. */
export const ublRechnung = (muster: MusterRechnung): string => {
  const one = rechneMuster(muster);
  const order =
    one.bestellung === undefined
      ? ''
      : `\n  <cac:OrderReference><cbc:ID>${t(one.bestellung)}</cbc:ID></cac:OrderReference>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>${xrechnungSpezifikation}</cbc:CustomizationID>
  <cbc:ProfileID>${xrechnungProzess}</cbc:ProfileID>
  <cbc:ID>${t(one.nummer)}</cbc:ID>
  <cbc:IssueDate>${one.datum}</cbc:IssueDate>
  <cbc:DueDate>${one.faellig}</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>#AAI#${t(one.bemerkung)}</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>${t(one.leitwegId)}</cbc:BuyerReference>${order}${party('Supplier', one.verkaeufer, contactOf(one))}${party('Customer', one.kaeufer)}
  <cac:Delivery><cbc:ActualDeliveryDate>${one.datum}</cbc:ActualDeliveryDate></cac:Delivery>
  <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>${t(one.nummer)}</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>${one.verkaeufer.iban}</cbc:ID><cbc:Name>${t(one.verkaeufer.name)}</cbc:Name></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:PaymentTerms><cbc:Note>Zahlbar bis zum ${one.faellig}</cbc:Note></cac:PaymentTerms>${allowanceOf(one)}${totalsOf(one)}${one.zeilen.map(lineOf).join('')}
</Invoice>
`;
};
