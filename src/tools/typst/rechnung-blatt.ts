import { join } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import type { RechnungsAnsicht } from '../rechnung/ansicht.js';
import { loadFonts } from './fonts.js';
import { type Coverage, coverageOf } from './glyphs.js';
import { createPrintable } from './printable.js';
import { loadTemplate } from './template.js';
import type { TemplateSource, Typesetter } from './typesetter.js';

/** Texts longer than this are no words of an invoice; the XML keeps them. */
const longestText = 4_000;

const dayForm = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)/;

/** Every text of the view, made printable; numbers stay. */
const printableView = (view: RechnungsAnsicht, printable: (text: string) => string) =>
  JSON.parse(
    JSON.stringify(view, (_key, value: unknown) =>
      typeof value === 'string' ? printable(value.slice(0, longestText)) : value,
    ),
  ) as RechnungsAnsicht;

/**
 * Renders an electronic invoice as PDF/A-2a pages, whatever characters it holds. Equal input gives equal bytes: the
 * properties of the PDF bear the day of the invoice.
 */
export const createRechnungRenderer = (deps: { typesetter: Typesetter }) => {
  let covers: Coverage | undefined;
  let template: TemplateSource | undefined;
  return async (view: RechnungsAnsicht): Promise<{ bytes: Buffer; pages: number }> => {
    covers ??= coverageOf(loadFonts()[0] as Buffer);
    template ??= loadTemplate({
      folder: join(projectRoot(), 'config/templates'),
      name: 'rechnung',
    });
    const { printable } = createPrintable(covers);
    const [, year, month, day] = dayForm.exec(view.datum) ?? ['', '2000', '01', '01'];
    const { bytes, pages } = await deps.typesetter.pdf({
      template,
      standard: 'a-2a',
      data: {
        ...printableView(view, printable),
        jahr: Number(year),
        monat: Number(month),
        tag: Number(day),
      },
    });
    return { bytes, pages };
  };
};
