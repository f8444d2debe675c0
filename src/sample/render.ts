import type { GeneratedLetter } from './letter.js';
import { createRandom } from './random.js';
import { typesetLetter } from './render/typeset.js';

/** A letter as a file, as it reaches the mailroom. */
export interface RenderedLetter {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
  pages: number;
}

/** Puts a letter on paper: the same letter and seed give the same bytes. */
export const renderLetter = async (
  letter: GeneratedLetter,
  { seed }: { seed: string },
): Promise<RenderedLetter> => {
  const random = createRandom(`render:${seed}:${letter.truth.id}`);
  const bytes = await typesetLetter(letter, random);
  return { fileName: `${letter.truth.id}.pdf`, mediaType: 'application/pdf', bytes, pages: 1 };
};
