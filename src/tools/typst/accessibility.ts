import { PDFBool, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';

const namespace = ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" >';
const claim = '<pdfuaid:part>1</pdfuaid:part></rdf:Description>';
// PDF/A allows foreign metadata only with its own description beside it.
const extension = `<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>`;

const unexpected = (): Error =>
  new Error('the metadata of the typeset file has an unexpected form');

const replaceOnce = (text: string, from: string, to: string): string => {
  const at = text.indexOf(from);
  if (at < 0) throw unexpected();
  return text.slice(0, at) + to + text.slice(at + from.length);
};

/**
 * Adds the claim of PDF/UA-1 to a tagged PDF/A from Typst, which writes one standard at a time. The
 * result has the same bytes for the same input.
 */
export const claimAccessibility = async (pdf: Uint8Array): Promise<Buffer> => {
  const file = await PDFDocument.load(pdf, { updateMetadata: false });
  const name = PDFName.of('Metadata');
  const reference = file.catalog.get(name);
  const metadata = file.context.lookup(reference);
  if (!(reference instanceof PDFRef && metadata instanceof PDFRawStream)) throw unexpected();
  const before = Buffer.from(metadata.contents).toString('utf8');
  const described = replaceOnce(before, ' >', namespace);
  const extended = replaceOnce(described, '<pdfaExtension:schemas><rdf:Bag>', extension);
  const contents = Buffer.from(replaceOnce(extended, '</rdf:Description>', claim));
  file.context.assign(reference, PDFRawStream.of(metadata.dict, contents));
  const preferences = file.catalog.lookup(PDFName.of('ViewerPreferences'), PDFDict);
  preferences.set(PDFName.of('DisplayDocTitle'), PDFBool.True);
  return Buffer.from(await file.save({ useObjectStreams: true }));
};
