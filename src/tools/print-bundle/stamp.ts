import {
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
} from 'pdf-lib';
import { type MarkLayout, marksOf, type Rectangle, type Sheet } from './marks.js';

const pointsPerMm = 72 / 25.4;
const round = (value: number): PDFNumber => PDFNumber.of(Math.round(value * 1_000) / 1_000);
const operator = PDFOperator.of;

/**
 * Draws dark rectangles over a page as an artefact: no part of what is read aloud, and no fault of a tagged file
 * (ISO 14289-1, 7.1). The content before it is closed off by pdf-lib, so that its transformations end.
 */
export const stampPage = (page: PDFPage, marks: readonly Rectangle[]): void => {
  if (marks.length === 0) return;
  const height = page.getHeight();
  const drawn = marks.map((mark) =>
    operator(PDFOperatorNames.AppendRectangle, [
      round(mark.left * pointsPerMm),
      round(height - (mark.top + mark.height) * pointsPerMm),
      round(mark.width * pointsPerMm),
      round(mark.height * pointsPerMm),
    ]),
  );
  page.pushOperators(
    operator(PDFOperatorNames.BeginMarkedContent, [PDFName.of('Artifact')]),
    operator(PDFOperatorNames.PushGraphicsState),
    operator(PDFOperatorNames.NonStrokingColorGray, [PDFNumber.of(0)]),
    ...drawn,
    operator(PDFOperatorNames.FillNonZero),
    operator(PDFOperatorNames.PopGraphicsState),
    operator(PDFOperatorNames.EndMarkedContent),
  );
};

/** One letter with its marks, otherwise as it was: a conformant file stays one. Fronts are the first, third … page. */
export const stampLetter = async (
  pdf: Uint8Array,
  { layout, sheetOf }: { layout: MarkLayout; sheetOf: (number: number) => Sheet },
): Promise<Buffer> => {
  const file = await PDFDocument.load(pdf, { updateMetadata: false });
  for (const [at, page] of file.getPages().entries()) {
    if (at % 2 === 0) stampPage(page, marksOf(layout, sheetOf(at / 2 + 1)));
  }
  return Buffer.from(await file.save({ useObjectStreams: true }));
};
