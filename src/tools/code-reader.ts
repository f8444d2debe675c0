import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { GreyImage } from './image/grey-image.js';
import type { Box } from './page-text.js';

/** A code that a page carries: text and where it stands. */
export interface ReadCode {
  format: 'QRCode' | 'DataMatrix';
  text: string;
  box: Box;
}

let ready: Promise<unknown> | undefined;

/** The module would fetch its WebAssembly from a CDN; it gets the bytes from node_modules instead. */
const prepare = async (): Promise<unknown> => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(path);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
};

/** The reader takes RGBA only. */
const toRgba = ({ width, height, data }: GreyImage) => {
  const pixels = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(pixels.buffer);
  for (let at = 0; at < words.length; at += 1) {
    const value = data[at] ?? 255;
    words[at] = 0xff000000 | (value << 16) | (value << 8) | value;
  }
  return { data: pixels, width, height, colorSpace: 'srgb' as const };
};

/**
 * Finds QR and DataMatrix codes on a page of 150 to 300 dpi, however it lies. Other kinds are not
 * searched: they take longer on pages without any code, and no sheet of ours carries them.
 */
export const readCodes = async (image: GreyImage): Promise<ReadCode[]> => {
  ready ??= prepare();
  await ready;
  const found = await readBarcodes(toRgba(image), {
    formats: ['QRCode', 'DataMatrix'],
    tryHarder: true,
    tryInvert: false,
    maxNumberOfSymbols: 8,
  });
  return found
    .filter((code) => code.isValid && code.text.length > 0 && code.text.length <= 2000)
    .map(({ format, text, position }) => {
      const { topLeft, topRight, bottomLeft, bottomRight } = position;
      const xs = [topLeft.x, topRight.x, bottomLeft.x, bottomRight.x];
      const ys = [topLeft.y, topRight.y, bottomLeft.y, bottomRight.y];
      const left = Math.max(0, Math.min(...xs) / image.width);
      const top = Math.max(0, Math.min(...ys) / image.height);
      return {
        format: format === 'DataMatrix' ? ('DataMatrix' as const) : ('QRCode' as const),
        text,
        box: {
          x: left,
          y: top,
          width: Math.min(1, Math.max(...xs) / image.width) - left,
          height: Math.min(1, Math.max(...ys) / image.height) - top,
        },
      };
    });
};
