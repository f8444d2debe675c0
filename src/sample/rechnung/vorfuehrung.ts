import { writeMail } from '../mail-eml.js';
import { ciiRechnung } from './cii.js';
import { buerobedarf, strassenbau } from './muster-rechnungen.js';
import { ublRechnung } from './ubl.js';
import { zugferdPdf } from './zugferd-pdf.js';

/** A file with an electronic invoice, as it is uploaded or comes by mail. */
export interface RechnungsBeispiel {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

/** A sum that is wrong by a digit in front. */
const withWrongTotal = (xml: string): string =>
  xml.replace(/(<cbc:PayableAmount currencyID="EUR">)/, '$11');

/**
 * The invoices of the demo: an XRechnung, one whose total is wrong, a ZUGFeRD in a mail, and the first one again in
 * another syntax. All bear the Leitweg-ID of the Kämmerei.
 */
export const rechnungsBeispiele = async (): Promise<RechnungsBeispiel[]> => {
  const mail = await writeMail({
    from: { name: buerobedarf.verkaeufer.name, address: buerobedarf.verkaeufer.email },
    to: 'poststelle@stadt-lohwerda.example',
    subject: `Unsere Rechnung ${buerobedarf.nummer}`,
    messageId: '<rechnung-1187@krahnert.example>',
    date: new Date(`${buerobedarf.datum}T08:12:00Z`),
    boundary: 'rechnung',
    userAgent: 'Faktura 4',
    text: 'Guten Tag,\n\nanbei erhalten Sie unsere Rechnung.\n\nMit freundlichen Grüßen\nJörg Krahnert',
    files: [
      {
        fileName: 'Rechnung.pdf',
        mediaType: 'application/pdf',
        bytes: await zugferdPdf(buerobedarf),
      },
    ],
  });
  const wrong = withWrongTotal(ublRechnung({ ...strassenbau, nummer: 'RE-2026-04712' }));
  const xml = 'application/xml';
  return [
    { name: 'xrechnung.xml', mediaType: xml, bytes: Buffer.from(ublRechnung(strassenbau)) },
    { name: 'xrechnung-summe-falsch.xml', mediaType: xml, bytes: Buffer.from(wrong) },
    { name: 'rechnung-zugferd.eml', mediaType: 'message/rfc822', bytes: mail },
    { name: 'xrechnung-nochmal.xml', mediaType: xml, bytes: Buffer.from(ciiRechnung(strassenbau)) },
  ];
};
