import { AFRelationship, PDFDocument, StandardFonts } from 'pdf-lib';
import { ciiRechnung } from './cii.js';
import { type MusterRechnung, rechneMuster } from './muster.js';

/** The specification of an invoice of the profile EN 16931, as ZUGFeRD 2 and Factur-X name it. */
export const en16931Spezifikation = 'urn:cen.eu:en16931:2017';

const linesOf = (muster: MusterRechnung): string[] => {
  const one = rechneMuster(muster);
  return [
    one.verkaeufer.name,
    `${one.verkaeufer.strasse}, ${one.verkaeufer.plz} ${one.verkaeufer.ort}`,
    '',
    `Rechnung ${one.nummer} vom ${one.datum}`,
    `an ${one.kaeufer.name}, ${one.kaeufer.strasse}, ${one.kaeufer.plz} ${one.kaeufer.ort}`,
    '',
    ...one.zeilen.map((line) => `${line.menge} x ${line.artikel}: ${line.netto} EUR`),
    '',
    `Gesamtbetrag ${one.brutto} EUR, zahlbar bis ${one.faellig}`,
    `IBAN ${one.verkaeufer.iban}`,
  ];
};

/** A made-up invoice as ZUGFeRD 2 (Factur-X): a PDF for people with the XML inside. */
export const zugferdPdf = async (
  muster: MusterRechnung,
  xml = ciiRechnung(muster, en16931Spezifikation),
): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  const made = new Date(`${muster.datum}T08:00:00Z`);
  pdf.setCreationDate(made);
  pdf.setModificationDate(made);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([595, 842]);
  for (const [index, line] of linesOf(muster).entries())
    page.drawText(line, { x: 60, y: 780 - index * 18, size: 11, font });
  await pdf.attach(Buffer.from(xml), 'factur-x.xml', {
    mimeType: 'text/xml',
    description: 'Rechnungsdaten',
    creationDate: made,
    modificationDate: made,
    afRelationship: AFRelationship.Alternative,
  });
  return Buffer.from(await pdf.save());
};
