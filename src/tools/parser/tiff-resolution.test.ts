import { describe, expect, it } from 'vitest';
import { tiffOf } from '#test/support/documents.js';
import { readTiffResolution } from './tiff-resolution.js';

const image = { width: 2, height: 2, data: new Uint8Array(4) };

describe('the resolution of a TIFF', () => {
  it('is read for each page, across and down', () => {
    const fax = tiffOf([
      { image, xDpi: 204, yDpi: 98 },
      { image, xDpi: 300, yDpi: 300 },
    ]);
    expect(readTiffResolution(fax, 0)).toEqual({ x: 204, y: 98 });
    expect(readTiffResolution(fax, 1)).toEqual({ x: 300, y: 300 });
    expect(readTiffResolution(fax, 2)).toBeUndefined();
  });

  it('is unknown in a file that is damaged or runs in a circle', () => {
    const whole = tiffOf([{ image, xDpi: 204, yDpi: 98 }]);
    for (let length = 0; length < 60; length += 1) {
      expect(() => readTiffResolution(whole.subarray(0, length), 0)).not.toThrow();
    }
    const circle = Buffer.from(whole);
    circle.writeUInt32LE(8, 8 + 2 + 12 * 12);
    expect(readTiffResolution(circle, 4000)).toEqual({ x: 204, y: 98 });
    expect(readTiffResolution(Buffer.from('%PDF-1.7'), 0)).toBeUndefined();
  });
});
