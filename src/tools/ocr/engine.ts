import { createWorker, OEM, PSM } from 'tesseract.js';
import { encodePgm, type GreyImage, type PixelBox } from '../image/grey-image.js';
import type { EngineStart } from './protocol.js';

/** A word as the engine sees it, in pixels of the image that it was given. */
export interface EngineWord {
  text: string;
  /** 0 to 1. */
  confidence: number;
  line: number;
  box: PixelBox;
}

/** How the engine looks for text: a whole page, one block of it, or words anywhere. */
export type Layout = 'page' | 'block' | 'sparse';

export interface Engine {
  /** Names of the language data, the usual language first. */
  languages: readonly string[];
  /** The same engine reading in one of its languages. */
  in(language: string): Engine;
  /** Reads in the usual language unless `in` chose another. */
  recognise(image: GreyImage, dpi: number, layout: Layout): Promise<EngineWord[]>;
}

/** The engine's own names for the layouts. */
export const pageModes: Readonly<Record<Layout, PSM>> = {
  page: PSM.AUTO,
  block: PSM.SINGLE_BLOCK,
  sparse: PSM.SPARSE_TEXT,
};

interface Blocks {
  paragraphs: {
    lines: {
      words: {
        text: string;
        confidence: number;
        bbox: { x0: number; y0: number; x1: number; y1: number };
      }[];
    }[];
  }[];
}

const wordsOf = (blocks: readonly Blocks[]): EngineWord[] => {
  const words: EngineWord[] = [];
  let line = 0;
  for (const { paragraphs } of blocks) {
    for (const { lines } of paragraphs) {
      for (const recognised of lines) {
        for (const { text, confidence, bbox } of recognised.words) {
          const trimmed = text.trim();
          if (trimmed === '') continue;
          const box = { left: bbox.x0, top: bbox.y0, right: bbox.x1, bottom: bbox.y1 };
          words.push({ text: trimmed, confidence: confidence / 100, line, box });
        }
        line += 1;
      }
    }
  }
  return words;
};

/**
 * Starts the packaged engine on one thread with `.traineddata` (or the same with `.gz`) from a local folder; a
 * missing or broken file makes the library wait for ever, so the caller has checked. Every parameter that
 * differs from the library's defaults is measured.
 */
export const createPackagedEngine = async (start: EngineStart): Promise<Engine> => {
  const { folder, packed, languages } = start;
  const [usual = 'deu'] = languages;
  const worker = await createWorker(usual, OEM.LSTM_ONLY, {
    langPath: folder,
    gzip: packed,
    cacheMethod: 'none',
    // Without a handler the library throws outside of any promise.
    errorHandler: () => undefined,
  });
  await worker.setParameters({ tessedit_do_invert: '0' });
  let spoken = usual;
  /** Another language is loaded when the first page needs it; most children never do. */
  const speak = async (language: string): Promise<void> => {
    if (language === spoken) return;
    await worker.reinitialize(language);
    await worker.setParameters({ tessedit_do_invert: '0' });
    spoken = language;
  };
  const engineIn = (language: string): Engine => ({
    languages,
    in: engineIn,
    recognise: async (image, dpi, layout) => {
      await speak(language);
      await worker.setParameters({
        tessedit_pageseg_mode: pageModes[layout],
        user_defined_dpi: String(Math.round(dpi)),
      });
      const { data: found } = await worker.recognize(
        encodePgm(image),
        {},
        { text: false, blocks: true },
      );
      return wordsOf((found.blocks ?? []) as Blocks[]);
    },
  });
  return engineIn(usual);
};
