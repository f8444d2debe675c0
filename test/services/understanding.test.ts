import { beforeAll, describe, expect, it } from 'vitest';
import { geschaeftszeichenSchluessel } from '#eakte/index.js';
import { createMunicipality, generateLetters, textOf } from '#sample/index.js';
import { handwrittenLetters } from '#test/bench/handwritten-letters.js';
import {
  type Case,
  measure,
  registerOf,
  type Understanding,
} from '#test/bench/understanding-run.js';
import { addOcrNoise, coldStartExamples, trainDefaultModel } from '#understanding/index.js';

/** A smaller run of `npm run bench:understanding`: the figures there are better, these are the floor. */
describe('understanding letters of a city that the model has never seen', () => {
  const city = createMunicipality({ seed: 'fremd' });
  let on: Understanding;

  beforeAll(() => {
    const other = createMunicipality({ seed: 'lehrstadt' });
    const examples = generateLetters({ seed: 'lehre', count: 700, municipality: other }).map(
      (letter) => ({
        text: textOf(letter),
        kind: letter.truth.kind,
        einheit: letter.truth.organisationseinheit,
      }),
    );
    on = {
      city,
      classifier: trainDefaultModel(
        [...examples, ...coldStartExamples(other.organisationseinheiten)],
        { seed: 1 },
      ),
      fold: geschaeftszeichenSchluessel,
      register: registerOf(city, geschaeftszeichenSchluessel),
    };
  });

  const casesWith = (noise: number): Case[] =>
    generateLetters({ seed: 'frisch', count: 150, municipality: city }).map((letter, index) => ({
      truth: letter.truth,
      pages: [
        {
          number: 1,
          text: {
            source: 'ocr' as const,
            text: addOcrNoise(textOf(letter), noise, index),
            words: [],
            meanConfidence: 0.9,
          },
        },
      ],
    }));

  it('almost every letter with a Geschäftszeichen reaches its Vorgang, none a wrong one', async () => {
    const figures = await measure(casesWith(0), on);
    expect(figures['falschZugeordnet']).toBe(0);
    expect(figures['richtigZugeordnet']).toBeGreaterThanOrEqual(0.95);
    expect(figures['artRichtig']).toBeGreaterThanOrEqual(0.95);
    expect(figures['clearingEinheitUnterDrei']).toBeGreaterThanOrEqual(0.85);
  });

  it('five faults in a hundred characters cost attachments, but never make a wrong one', async () => {
    const figures = await measure(casesWith(0.05), on);
    expect(figures['falschZugeordnet']).toBe(0);
    expect(figures['richtigZugeordnet']).toBeGreaterThanOrEqual(0.6);
    expect(figures['artRichtig']).toBeGreaterThanOrEqual(0.9);
    expect(figures['clearingEinheitUnterDrei']).toBeGreaterThanOrEqual(0.85);
  });

  it('letters written by hand, in no words of the sample, are mostly sorted right', () => {
    const right = handwrittenLetters.map((letter) => {
      const { kind, einheit } = on.classifier.predict(letter.text);
      return {
        kind: kind[0]?.value === letter.kind,
        einheit: einheit.slice(0, 3).some(({ value }) => value === letter.einheit),
      };
    });
    expect(right.filter(({ kind }) => kind).length / right.length).toBeGreaterThanOrEqual(0.75);
    expect(right.filter(({ einheit }) => einheit).length / right.length).toBeGreaterThanOrEqual(
      0.8,
    );
  });
});
