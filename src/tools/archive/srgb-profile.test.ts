import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readJpegHead } from './jpeg-head.js';
import { srgbProfile } from './srgb-profile.js';

it('a colour written in our profile is the same colour in the sRGB of the image library', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'));
  try {
    const path = join(folder, 'srgb.icc');
    await writeFile(path, srgbProfile());
    const colours = Buffer.from([
      0, 0, 0, 255, 255, 255, 200, 30, 40, 12, 130, 70, 99, 99, 99, 20, 60, 220,
    ]);
    const raw = { width: 6, height: 1, channels: 3 as const };
    const tagged = await sharp(colours, { raw }).withIccProfile(path).png().toBuffer();
    const back = await sharp(tagged).toColourspace('srgb').raw().toBuffer();
    for (const [at, value] of colours.entries())
      expect(Math.abs((back[at] ?? 0) - value), `value ${at}`).toBeLessThanOrEqual(2);
    expect((await sharp(tagged).metadata()).icc?.equals(srgbProfile())).toBe(true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('the head of a JPEG tells its size and components, and CMYK is none that a copy may hold', async () => {
  const create = { width: 30, height: 20, channels: 3 as const, background: '#a05020' };
  const colour = await sharp({ create }).jpeg({ progressive: true }).toBuffer();
  const grey = await sharp({ create }).toColourspace('b-w').jpeg().toBuffer();
  const cmyk = await sharp({ create }).toColourspace('cmyk').jpeg().toBuffer();
  expect(readJpegHead(colour)).toEqual({ width: 30, height: 20, components: 3 });
  expect(readJpegHead(grey)).toEqual({ width: 30, height: 20, components: 1 });
  expect(readJpegHead(cmyk)).toBeUndefined();
  expect(readJpegHead(colour.subarray(0, 40))).toBeUndefined();
  expect(readJpegHead(Buffer.from('no picture'))).toBeUndefined();
});
