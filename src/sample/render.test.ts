import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createMunicipality,
  generateLetters,
  generateMails,
  type RenderedLetter,
  renderLetter,
} from './index.js';
import { readPageTexts } from './render/rasterise.js';

const municipality = createMunicipality({ seed: 'test' });
const letters = generateLetters({ seed: 'render', count: 60, municipality });
const withReference = letters.filter(({ truth }) => truth.geschaeftszeichenPrinted !== undefined);

/** Line ends and hyphenation are the typesetter's business. */
const squeezed = (text: string): string => text.replace(/[\s\u00ad\ufffe-]/g, '');

describe('a rendered letter', () => {
  it('has a text layer with subject and Geschaeftszeichen when it is born digital', async () => {
    for (const letter of withReference.slice(0, 8)) {
      const { bytes, pageTexts, mediaType } = await renderLetter(letter, {
        seed: '1',
        degradation: 'born-digital',
      });
      const text = squeezed((await readPageTexts(bytes)).join(' '));
      expect(mediaType).toBe('application/pdf');
      expect(text).toContain(squeezed(letter.truth.betreff));
      expect(text).toContain(squeezed(letter.truth.geschaeftszeichenPrinted ?? '?'));
      expect(squeezed(pageTexts.join(' '))).toBe(text);
    }
  });

  it('has the same bytes for the same seed, whatever happened to the paper', async () => {
    const letter = withReference[0]!;
    for (const degradation of ['born-digital', 'received-stamp', 'fax', 'phone-photo'] as const) {
      const first = await renderLetter(letter, { seed: '7', degradation });
      const second = await renderLetter(letter, { seed: '7', degradation });
      expect(first.bytes.equals(second.bytes), degradation).toBe(true);
    }
  });

  it('looks different with another seed', async () => {
    const letter = withReference[0]!;
    const first = await renderLetter(letter, { seed: '1', degradation: 'office-scan' });
    const second = await renderLetter(letter, { seed: '2', degradation: 'office-scan' });
    expect(first.bytes.equals(second.bytes)).toBe(false);
  });
});

describe('scans', () => {
  const rendered = new Map<string, RenderedLetter>();

  beforeAll(async () => {
    for (const degradation of ['fax', 'rotated-90', 'phone-photo', 'obscured'] as const) {
      rendered.set(
        degradation,
        await renderLetter(withReference[1]!, {
          seed: '3',
          degradation,
          form: degradation === 'phone-photo' ? 'jpeg' : 'tiff',
        }),
      );
    }
  });

  it('of a fax machine are black and white at 204 by 196 dots an inch', async () => {
    const fax = rendered.get('fax')!;
    const facts = await sharp(fax.bytes).metadata();
    expect(fax.mediaType).toBe('image/tiff');
    expect(facts).toMatchObject({
      format: 'tiff',
      bitsPerSample: 1,
      width: 1687,
      density: 204,
      pages: fax.pages,
    });
  });

  it('that lie on their side are wider than high', async () => {
    const { width, height } = await sharp(rendered.get('rotated-90')!.bytes).metadata();
    expect(width).toBeGreaterThan(height);
  });

  it('of a telephone are colour pictures', async () => {
    expect(await sharp(rendered.get('phone-photo')!.bytes).metadata()).toMatchObject({
      format: 'jpeg',
      channels: 3,
    });
  });

  it('with a blacked-out reference say so and do not list it among the words', () => {
    const { truth, pageTexts } = rendered.get('obscured')!;
    expect(truth.geschaeftszeichenReadable).toBe(false);
    expect(squeezed(pageTexts.join(' '))).not.toContain(
      squeezed(truth.geschaeftszeichenPrinted ?? '?'),
    );
  });

  it('of several sheets are one TIFF with several pages', async () => {
    const long = letters.find(({ blocks }) => blocks.some(({ type }) => type === 'appendix'))!;
    const { bytes, pages } = await renderLetter(long, {
      seed: '4',
      degradation: 'clean-200',
      form: 'tiff',
    });
    expect(pages).toBeGreaterThan(1);
    expect((await sharp(bytes).metadata()).pages).toBe(pages);
  });
});

describe('sample mails', () => {
  it('are the same bytes for the same seed', async () => {
    const first = await generateMails({ seed: 'mails', count: 12, municipality });
    const second = await generateMails({ seed: 'mails', count: 12, municipality });
    expect(first).toHaveLength(12);
    expect(first.map(({ eml }) => eml.toString('latin1'))).toEqual(
      second.map(({ eml }) => eml.toString('latin1')),
    );
  });
});
