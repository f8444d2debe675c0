import type { GeneratedLetter, LetterTruth } from './letter.js';
import { createRandom, type Random } from './random.js';
import {
  type Condition,
  conditions,
  type Degradation,
  degradationWeights,
} from './render/condition.js';
import { drawOverlay } from './render/overlay.js';
import { rasterise, readPageTexts } from './render/rasterise.js';
import { type Scan, toPhoto, toPng, toScanPdf, toTiff } from './render/scan-file.js';
import { typesetLetter } from './render/typeset.js';

/** What is true about a letter on paper. */
export interface RenderedTruth extends LetterTruth {
  degradation: Degradation;
  /** False only where our reference is printed and covered so that nobody can read it. */
  geschaeftszeichenReadable: boolean;
}

/** A letter as a file, as it reaches the mailroom. */
export interface RenderedLetter {
  /** As scanners, telephones and people name files; unique within a run. */
  fileName: string;
  mediaType: 'application/pdf' | 'image/tiff' | 'image/png' | 'image/jpeg';
  bytes: Buffer;
  pages: number;
  /** The words on each page, stamps and fax lines included, covered references left out. */
  pageTexts: readonly string[];
  truth: RenderedTruth;
}

/** Kinds of files that letters arrive as. */
export type FileForm = 'pdf' | 'tiff' | 'png' | 'jpeg';

const chooseDegradation = (letter: GeneratedLetter, random: Random): Degradation => {
  const chosen = random.weighted(degradationWeights);
  return chosen === 'obscured' && letter.truth.geschaeftszeichenPrinted === undefined
    ? 'office-scan'
    : chosen;
};

/** PNG and JPEG hold one page only. */
const chooseForm = (
  degradation: Degradation,
  { pages, random }: { pages: number; random: Random },
): FileForm => {
  if (degradation === 'phone-photo') return pages === 1 ? 'jpeg' : 'pdf';
  if (degradation === 'fax' || degradation === 'speckle')
    return random.chance(0.6) ? 'tiff' : 'pdf';
  const form = random.weighted<FileForm>({ pdf: 80, tiff: 11, png: 5, jpeg: 4 });
  return pages > 1 && (form === 'png' || form === 'jpeg') ? 'pdf' : form;
};

const mediaTypes = {
  pdf: 'application/pdf',
  tiff: 'image/tiff',
  png: 'image/png',
  jpeg: 'image/jpeg',
} as const;

const producers = [
  'Scanstation Lohwerda 4.1',
  'MFP Scan Service',
  'ScanToFolder 2.8',
  'Telefax-Gateway 3',
] as const;

const writeFile = (
  form: FileForm,
  {
    scan,
    condition,
    letter,
    random,
  }: { scan: Scan; condition: Condition; letter: GeneratedLetter; random: Random },
): Promise<Buffer> => {
  const quality = condition.jpegQuality;
  switch (form) {
    case 'pdf':
      return toScanPdf(scan, {
        quality,
        producer: random.pick(producers),
        day: letter.truth.datum,
      });
    case 'tiff':
      return toTiff(scan, quality);
    case 'png':
      return toPng(scan);
    case 'jpeg':
      return toPhoto(scan, quality);
  }
};

const fileNameOf = (
  letter: GeneratedLetter,
  { degradation, form }: { degradation: Degradation; form: FileForm },
): string => {
  const { datum, id, kind } = letter.truth;
  const day = datum.replace(/-/g, '');
  const number = id.replace(/\D/g, '');
  if (degradation === 'born-digital') return `${kind}_${number}.pdf`;
  if (degradation === 'phone-photo')
    return `IMG_${day}_${number}.${form === 'jpeg' ? 'jpg' : form}`;
  if (degradation === 'fax') return `fax-${day}-${number}.${form === 'tiff' ? 'tif' : form}`;
  return `Scan_${day}_${number}.${form === 'tiff' ? 'tif' : form === 'jpeg' ? 'jpg' : form}`;
};

const truthOf = (letter: GeneratedLetter, degradation: Degradation): RenderedTruth => ({
  ...letter.truth,
  degradation,
  geschaeftszeichenReadable: degradation !== 'obscured',
});

const renderBornDigital = async (
  letter: GeneratedLetter,
  random: Random,
): Promise<RenderedLetter> => {
  const bytes = await typesetLetter(letter, { random, overlay: {} });
  const pageTexts = await readPageTexts(bytes);
  return {
    fileName: fileNameOf(letter, { degradation: 'born-digital', form: 'pdf' }),
    mediaType: 'application/pdf',
    bytes,
    pages: pageTexts.length,
    pageTexts,
    truth: truthOf(letter, 'born-digital'),
  };
};

/**
 * Puts a letter on paper and that paper through the post and a scanner. The same letter, seed and degradation
 * give the same bytes on one machine type (JPEG and TIFF encoders come with sharp). Costs 0.3 to 1.5 CPU seconds.
 */
export const renderLetter = async (
  letter: GeneratedLetter,
  { seed, degradation, form: wanted }: { seed: string; degradation?: Degradation; form?: FileForm },
): Promise<RenderedLetter> => {
  const random = createRandom(`render:${seed}:${letter.truth.id}`);
  const chosen = degradation ?? chooseDegradation(letter, random.fork('degradation'));
  if (chosen === 'born-digital') return renderBornDigital(letter, random.fork('set'));
  const condition = conditions[chosen];
  const overlay = drawOverlay(letter, { kind: condition.overlay, random: random.fork('overlay') });
  const pdf = await typesetLetter(letter, { random: random.fork('set'), overlay });
  const { pages, pageTexts } = await rasterise(pdf, condition);
  const worn = [];
  for (const [index, page] of pages.entries())
    worn.push(await condition.wear(page, random.fork(`page ${index}`)));
  const form = wanted ?? chooseForm(chosen, { pages: pages.length, random: random.fork('form') });
  const scan: Scan = {
    pages: worn,
    dpiX: condition.dpiX,
    dpiY: condition.dpiY,
    bilevel: condition.bilevel,
  };
  const covered = overlay.cover?.text;
  return {
    fileName: fileNameOf(letter, { degradation: chosen, form }),
    mediaType: mediaTypes[form],
    bytes: await writeFile(form, { scan, condition, letter, random: random.fork('file') }),
    pages: pages.length,
    pageTexts:
      covered === undefined ? pageTexts : pageTexts.map((text) => text.split(covered).join('')),
    truth: truthOf(letter, chosen),
  };
};
