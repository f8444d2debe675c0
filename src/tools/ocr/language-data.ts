import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { LanguageFolder, OcrModel } from './protocol.js';

/** `best_int` comes with the npm packages; `fast` needs Debian's tesseract-ocr-deu and a third less time. */
export type WantedLanguageData = 'best_int' | 'fast';

const packaged = 'node_modules/@tesseract.js-data/deu/4.0.0_best_int';
const systemFolders = [
  '/usr/share/tesseract-ocr/5/tessdata',
  '/usr/share/tesseract-ocr/4.00/tessdata',
  '/usr/share/tessdata',
];

/**
 * Finds the file with the trained data; `fast` falls back to `best_int` where it is not installed.
 * Throws `ConfigInvalid` where neither is there: the engine itself would wait for ever.
 */
export const findLanguageData = (
  wanted: WantedLanguageData,
): LanguageFolder & { model: OcrModel; fellBack: boolean } => {
  const fast = systemFolders.find((path) => existsSync(join(path, 'deu.traineddata')));
  if (wanted === 'fast' && fast !== undefined) {
    return { folder: fast, packed: false, model: 'deu fast', fellBack: false };
  }
  const folder = join(projectRoot(), packaged);
  if (existsSync(join(folder, 'deu.traineddata.gz'))) {
    return { folder, packed: true, model: 'deu 4.0.0_best_int', fellBack: wanted === 'fast' };
  }
  throw new ConfigInvalid({
    code: 'ocr-language-missing',
    message: `the language data for OCR is missing in ${packaged}; run npm ci`,
  });
};
