import sharp, { type Sharp } from 'sharp';

/** Pixels of one page: one byte a channel, one channel (grey) or three (red, green, blue), no padding. */
export interface Bitmap {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** Starts a sharp pipeline over the pixels. */
export const sharpOf = ({ width, height, channels, data }: Bitmap): Sharp =>
  sharp(data, { raw: { width, height, channels } });

/** A softer picture, as from a lens or a worn scanner glass; sigma in pixels. */
export const blurred = async (bitmap: Bitmap, sigma: number): Promise<Bitmap> => {
  const pipeline = sharpOf(bitmap).blur(sigma);
  const data = await (bitmap.channels === 1 ? pipeline.toColourspace('b-w') : pipeline)
    .raw()
    .toBuffer();
  return { ...bitmap, data };
};

/** Quarter turns clockwise without any loss. */
export const turned = (bitmap: Bitmap, quarters: 1 | 2 | 3): Bitmap => {
  const { width, height, channels, data } = bitmap;
  const result = new Uint8Array(data.length);
  const newWidth = quarters === 2 ? width : height;
  const newHeight = quarters === 2 ? height : width;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const toX = quarters === 1 ? height - 1 - y : quarters === 2 ? width - 1 - x : y;
      const toY = quarters === 1 ? x : quarters === 2 ? height - 1 - y : width - 1 - x;
      const from = (y * width + x) * channels;
      const to = (toY * newWidth + toX) * channels;
      for (let c = 0; c < channels; c += 1) result[to + c] = data[from + c] ?? 255;
    }
  }
  return { width: newWidth, height: newHeight, channels, data: result };
};
