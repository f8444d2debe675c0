import { writeFileSync } from 'node:fs';
import type { Sharp } from 'sharp';
import { rescanAdvice } from '#posteingang/seitenqualitaet.js';
import { createMunicipality } from '#sample/index.js';
import { asSharp, crooked, letterPdf, scanOf } from '#test/support/documents.js';
import { crop, encodePgm, type GreyImage } from '#tools/image/grey-image.js';
import { createOcrPool } from '#tools/ocr/create-ocr-pool.js';
import { flagOf, quantile, report, round } from './flags.js';
import { createTexts } from './lanes-pages.js';
import { scorePage } from './ocr-metrics.js';
import { onAllCores } from './process-cost.js';

/*
 * npm run bench:rescan -- [--letters 6] [--seed nachscan-1] [--pages FILE] [--json]
 * Is the advice to scan a page again right? Each letter is worn in five ways of growing strength (too coarse, blurred,
 * pale, askew, cut off) and read. A page of whose characters more than one in twenty is wrong or missing should be
 * asked for again, one with less than one in a hundred should not; in between either is right. `--pages` writes what was
 * measured on each page, to choose thresholds by.
 */

interface Worn {
  fault: string;
  strength: number;
  text: string;
  image: GreyImage;
  dpi: number;
}

const scanDpi = 300;
const mustErrors = 0.05;
const mustNotErrors = 0.01;

const greyOf = async (image: Sharp): Promise<GreyImage> => {
  const { data, info } = await image
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

/** How the fault comes onto the page; strengths from harmless to hopeless. */
const faults: Record<
  string,
  {
    strengths: readonly number[];
    wear: (page: GreyImage, strength: number) => Promise<{ image: GreyImage; dpi: number }>;
  }
> = {
  none: { strengths: [0], wear: async (image) => ({ image, dpi: scanDpi }) },
  coarse: {
    strengths: [200, 150, 120, 96, 72],
    wear: async (page, dpi) => ({
      image: await greyOf(
        asSharp(page).resize({ width: Math.round((page.width * dpi) / scanDpi) }),
      ),
      dpi,
    }),
  },
  blurred: {
    strengths: [1, 2, 3, 4, 5, 7],
    wear: async (page, sigma) => ({
      image: await greyOf(asSharp(page).blur(sigma)),
      dpi: scanDpi,
    }),
  },
  pale: {
    strengths: [0.5, 0.3, 0.2, 0.12, 0.07],
    // Print and paper come nearer, and the sensor's noise stays.
    wear: async (page, contrast) => {
      const data = Uint8Array.from(page.data, (tone, at) => {
        const noise = ((((at * 2654435761) >>> 8) % 1000) / 1000 - 0.5) * 12;
        return Math.max(0, Math.min(255, 235 - (255 - tone) * contrast + noise));
      });
      return { image: { ...page, data }, dpi: scanDpi };
    },
  },
  askew: {
    strengths: [1, 2, 4, 6, 9],
    wear: async (page, angle) => ({ image: await crooked(page, angle), dpi: scanDpi }),
  },
  cut: {
    strengths: [0.03, 0.1, 0.15, 0.2],
    wear: async (page, share) => ({
      image: crop(page, {
        left: Math.round(page.width * share),
        top: 0,
        right: page.width,
        bottom: page.height,
      }),
      dpi: scanDpi,
    }),
  },
};

const mostCharacters = 74;
const mostLines = 42;

/** Breaks lines where the page ends, so that all of the text is on it. */
const wrapped = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => {
      const parts: string[] = [];
      for (const word of line.split(' ')) {
        const last = parts.at(-1);
        if (last !== undefined && last.length + word.length < mostCharacters)
          parts[parts.length - 1] = `${last} ${word}`;
        else parts.push(word);
      }
      return parts;
    })
    .slice(0, mostLines);

const makePages = async (letters: number, seed: string): Promise<Worn[]> => {
  const next = createTexts(createMunicipality({ seed: 'lohwerda', today: '2026-11-23' }), seed);
  const pages: Worn[] = [];
  for (let letter = 0; letter < letters; letter += 1) {
    const lines = wrapped(next());
    const page = await scanOf(await letterPdf([lines]), scanDpi);
    for (const [fault, { strengths, wear }] of Object.entries(faults)) {
      for (const strength of strengths)
        pages.push({ fault, strength, text: lines.join('\n'), ...(await wear(page, strength)) });
    }
  }
  return pages;
};

interface Judged {
  fault: string;
  strength: number;
  errors: number;
  advised: string | null;
  konfidenz: number;
  dpi: number;
  kantenMm: number;
  kontrast: number;
  schieflage: number;
  angeschnitten: number;
}

const pool = createOcrPool({
  processes: 2,
  timeoutMs: 120_000,
  log: { info: () => undefined, warn: () => undefined },
});

const judge = async ({ fault, strength, text, image, dpi }: Worn): Promise<Judged> => {
  const read = await pool.recognise({ image: encodePgm(image), dpi });
  const score = scorePage(text, read.text.text);
  const quality = {
    dpi: read.quality.dpi,
    kantenMm: read.quality.edgeMm,
    kontrast: read.quality.contrast,
    schieflage: read.angle,
    angeschnitten: read.quality.clipped,
  };
  const konfidenz = read.text.meanConfidence;
  return {
    fault,
    strength,
    errors: score.freeErrors / score.characters,
    advised: rescanAdvice(1, quality, konfidenz),
    konfidenz: round(konfidenz, 3),
    ...quality,
  };
};

const figuresOf = (pages: readonly Judged[]) => {
  const bad = pages.filter(({ errors }) => errors > mustErrors);
  const good = pages.filter(({ errors }) => errors < mustNotErrors);
  const advised = (list: readonly Judged[]): number =>
    list.filter((page) => page.advised !== null).length;
  return {
    pages: pages.length,
    bad: bad.length,
    badAdvised: advised(bad),
    good: good.length,
    goodAdvised: advised(good),
  };
};

const judged = await onAllCores(
  await makePages(Number(flagOf('letters', '6')), flagOf('seed', 'nachscan-1')),
  judge,
);
await pool.close();
const file = flagOf('pages', '');
if (file !== '') writeFileSync(file, judged.map((page) => `${JSON.stringify(page)}\n`).join(''));
const faultFigures = Object.keys(faults).map((fault) => {
  const these = judged.filter((page) => page.fault === fault);
  const errors = (faults[fault]?.strengths ?? []).map((strength) => {
    const at = these.filter((page) => page.strength === strength).map((page) => page.errors);
    return [strength, round((quantile(at, 0.5) ?? 0) * 100)];
  });
  return [fault, { ...figuresOf(these), medianErrorPercent: Object.fromEntries(errors) }];
});
report('Rat zum Nachscannen', { all: figuresOf(judged), ...Object.fromEntries(faultFigures) });
process.exit(0);
