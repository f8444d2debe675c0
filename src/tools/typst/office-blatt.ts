import { join } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import type { OfficeText } from '../office/read-office.js';
import { loadFonts } from './fonts.js';
import { type Coverage, coverageOf } from './glyphs.js';
import { printableBlocks } from './mail-cover.js';
import { createPrintable } from './printable.js';
import { loadTemplate } from './template.js';
import type { TemplateSource, Typesetter } from './typesetter.js';

/** The words of an office document with the name of its file. */
export type OfficeBlatt = OfficeText & { dateiname: string };

const wordsOnly =
  'Gezeigt werden die Wörter des Dokuments ohne seine Gestaltung, Bilder und Zahlenformate. Das Original liegt unverändert bei.';
const onlyBeginning = 'Gezeigt ist nur der Anfang.';

/**
 * Renders the words of an office document as PDF/A-2a pages, so that they can be read and found where nothing converts
 * the document itself. Equal input gives equal bytes.
 */
export const createOfficeRenderer = (deps: { typesetter: Typesetter }) => {
  let covers: Coverage | undefined;
  let template: TemplateSource | undefined;
  return async (given: OfficeBlatt): Promise<{ bytes: Buffer; pages: number }> => {
    covers ??= coverageOf(loadFonts()[0] as Buffer);
    template ??= loadTemplate({
      folder: join(projectRoot(), 'config/templates'),
      name: 'mail-deckblatt',
    });
    const { printable } = createPrintable(covers);
    const name = printable(given.dateiname).replaceAll('\n', ' ').trim();
    const { bytes, pages } = await deps.typesetter.pdf({
      template,
      standard: 'a-2a',
      data: {
        titel: `Lesbare Fassung: ${name}`,
        ...{ jahr: 2000, monat: 1, tag: 1 },
        fusszeile: 'Wörter eines Office-Dokuments; maßgeblich ist das unveränderte Original',
        kopf: [{ name: 'Datei', wert: name }],
        hinweis: given.cut ? `${wordsOnly} ${onlyBeginning}` : wordsOnly,
        zeilen: [],
        bausteine: printableBlocks(given.blocks, printable),
        anlagen: [],
      },
    });
    return { bytes, pages };
  };
};
