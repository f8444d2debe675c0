import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readCodes } from './code-reader.js';
import { dataMatrixSvg, qrSvg } from './code-writer.js';
import type { GreyImage } from './image/grey-image.js';

const sheetWith = async (svg: string, angle = 0): Promise<GreyImage> => {
  const code = await sharp(Buffer.from(svg), { density: 200 }).resize(300).png().toBuffer();
  const sheet = sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#fff' } });
  const placed = await sheet
    .composite([{ input: code, left: 620, top: 877 }])
    .png()
    .toBuffer();
  const { data, info } = await sharp(placed)
    .rotate(angle, { background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = Uint8Array.from(
    { length: info.width * info.height },
    (_v, at) => data[at * info.channels] ?? 255,
  );
  return { width: info.width, height: info.height, data: grey };
};

describe('codes on paper', () => {
  it.each([
    ['QRCode', qrSvg, 0],
    ['QRCode', qrSvg, 90],
    ['QRCode', qrSvg, 3],
    ['DataMatrix', dataMatrixSvg, 0],
    ['DataMatrix', dataMatrixSvg, 180],
  ] as const)('a %s is read back with umlauts and place', async (format, write, angle) => {
    const [code, ...more] = await readCodes(
      await sheetWith(write('Aktenzeichen:32.1-4711/2026'), angle),
      { dpi: 150 },
    );
    expect(more).toEqual([]);
    expect(code).toMatchObject({ format, text: 'Aktenzeichen:32.1-4711/2026' });
    expect(code?.box.width).toBeGreaterThan(0.1);
    expect(code?.box.width).toBeLessThan(0.4);
  });

  it('on an empty page there is none', async () => {
    const data = new Uint8Array(800 * 1100).fill(255);
    expect(await readCodes({ width: 800, height: 1100, data }, { dpi: 100 })).toEqual([]);
  });
});
