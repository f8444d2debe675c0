import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const variants = ['Regular', 'Bold', 'Italic', 'BoldItalic'] as const;

/** Noto Sans (OFL) in the four variants that letters use, regular first; it covers the letters of DIN 91379. */
export const loadFonts = (): Buffer[] => {
  const entry = createRequire(import.meta.url).resolve('@embedpdf/fonts-latin');
  const folder = join(dirname(dirname(entry)), 'fonts');
  return variants.map((variant) => readFileSync(join(folder, `NotoSans-${variant}.ttf`)));
};
