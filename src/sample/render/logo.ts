import sharp from 'sharp';
import { createRandom } from '../random.js';

/** A small invented company sign: circles and a bar, always the same for the same name. */
export const logoPng = (name: string): Promise<Buffer> => {
  const random = createRandom(`logo:${name}`);
  const colour = random.pick(['#1f4e79', '#7a1f2b', '#2f5d3a', '#8a5a00']);
  const shapes = [0, 1, 2]
    .map(
      (i) =>
        `<circle cx="${18 + i * 20}" cy="${random.int(14, 22)}" r="${random.int(6, 13)}" fill="${colour}" fill-opacity="0.${random.int(4, 9)}"/>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="36">${shapes}<rect x="76" y="15" width="40" height="6" fill="${colour}"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
};
