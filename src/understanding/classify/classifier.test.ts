import { beforeAll, describe, expect, it } from 'vitest';
import type { LetterClassifier, TrainingExample } from './classifier.js';
import { featureCount } from './features.js';
import { deserialiseClassifier, serialiseClassifier } from './model-file.js';
import { addOcrNoise, dropSentences } from './ocr-noise.js';
import { coldStartExamples, trainDefaultModel } from './train.js';

/** A small world: three units, two kinds of letters, sentences put together at will. */
const matters: Readonly<Record<string, readonly string[]>> = {
  '20': [
    'Mein Hund ist gestorben.',
    'Die Hundesteuer ist zu hoch.',
    'Ich habe die Steuermarke verloren.',
    'Der Steuerbescheid nennt zwei Hunde.',
    'Bitte melden Sie meinen Hund ab.',
  ],
  '51': [
    'Unser Kind braucht einen Platz im Kindergarten.',
    'Der Elternbeitrag ist falsch berechnet.',
    'Meine Tochter besucht die Kita seit August.',
    'Das Geschwisterkind geht in den Hort.',
    'Wir suchen eine Krippe in der Nähe.',
  ],
  '66': [
    'Auf dem Gehweg ist ein tiefes Schlagloch.',
    'Die Laterne vor dem Haus leuchtet nicht.',
    'Wir brauchen ein Halteverbot für den Umzug.',
    'Die Straße ist voller Löcher.',
    'Der Container soll vor dem Haus stehen.',
  ],
};
const kinds: Readonly<Record<string, readonly string[]>> = {
  widerspruch: [
    'Gegen Ihren Bescheid lege ich Widerspruch ein.',
    'Ich widerspreche Ihrem Bescheid.',
    'Bitte heben Sie den Bescheid auf.',
  ],
  antrag: [
    'Hiermit beantrage ich das Folgende.',
    'Ich stelle einen Antrag.',
    'Bitte bewilligen Sie meinen Antrag.',
  ],
};

const examples: TrainingExample[] = Object.entries(matters).flatMap(([einheit, sentences]) =>
  Object.entries(kinds).flatMap(([kind, openings]) =>
    openings.flatMap((opening) =>
      sentences.flatMap((one, index) =>
        sentences
          .slice(index + 1)
          .map((other) => ({ text: `${opening}\n${one} ${other}`, kind, einheit })),
      ),
    ),
  ),
);

const best = (model: LetterClassifier, text: string) => {
  const { kind, einheit } = model.predict(text);
  return [kind[0]?.value, einheit[0]?.value];
};

describe('sorting letters by their words', () => {
  let model: LetterClassifier;
  beforeAll(() => {
    model = trainDefaultModel(examples, { seed: 1 });
  });

  it('a letter in other words than the examples still finds its kind and unit', () => {
    expect(best(model, 'Guten Tag, ich widerspreche der Steuer für meine Hunde.')).toEqual([
      'widerspruch',
      '20',
    ]);
    expect(best(model, 'Ich beantrage einen Kindergartenplatz für unsere Kinder.')).toEqual([
      'antrag',
      '51',
    ]);
  });

  it('probabilities of all answers sum to almost one, the likeliest first', () => {
    const { kind, einheit } = model.predict('Ein Antrag auf irgendetwas.');
    for (const ranked of [kind, einheit]) {
      expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 1);
      expect([...ranked].sort((a, b) => b.probability - a.probability)).toEqual(ranked);
    }
  });

  it('a text about nothing known gets an unsure answer', () => {
    const known =
      model.predict('Die Hundesteuer für meinen Hund ist zu hoch.').einheit[0]?.probability ?? 0;
    const unknown =
      model.predict('Xylophon quert jagdlich Vexierzwerg').einheit[0]?.probability ?? 1;
    expect(unknown).toBeLessThan(known - 0.2);
  });

  it('five faults in a hundred characters change almost nothing', () => {
    const right = examples.filter(({ text, kind, einheit }, index) => {
      const [first, second] = best(model, addOcrNoise(text, 0.05, index));
      return first === kind && second === einheit;
    });
    expect(right.length / examples.length).toBeGreaterThan(0.95);
  });

  it('the same examples and seed give the same model, another seed another one', () => {
    expect(trainDefaultModel(examples, { seed: 1 }).version()).toBe(model.version());
    expect(trainDefaultModel(examples, { seed: 2 }).version()).not.toBe(model.version());
  });

  it('the words that speak for an answer are whole words of the text', () => {
    const text =
      'Sehr geehrte Damen und Herren, die Laterne auf dem Gehweg vor unserem Haus ist kaputt.';
    const words = model.explain(text, 'einheit', '66');
    expect(words).toContain('Laterne');
    expect(words).toContain('Gehweg');
    for (const word of words) expect(text.split(/\W+/)).toContain(word);
    expect(words).not.toContain('Damen');
    expect(model.explain(text, 'einheit', 'gibt es nicht')).toEqual([]);
  });

  it('empty texts and texts of signs alone are answered without an error', () => {
    for (const text of ['', '   ', '1234 5678', '§§§ ///']) {
      expect(model.predict(text).einheit).toHaveLength(3);
    }
  });
});

describe('learning from what clerks put right', () => {
  const drones = (index: number): string =>
    `Über meinem Garten fliegt eine Drohne. Der Rotor summt den ganzen Tag, Foto ${'abcde'[index] ?? ''} liegt bei.`;

  it('three corrections teach a matter that no example spoke of, and nothing else is forgotten', () => {
    const model = trainDefaultModel(examples, { seed: 1 });
    const before = model.version();
    for (const index of [0, 1, 2]) model.learn({ text: drones(index), einheit: '66' });
    expect(model.predict('Die Drohne summt wieder über dem Garten.').einheit[0]?.value).toBe('66');
    expect(model.version()).not.toBe(before);
    const kept = examples.filter(({ text, kind, einheit }) => {
      const [first, second] = best(model, text);
      return first === kind && second === einheit;
    });
    expect(kept.length / examples.length).toBeGreaterThan(0.97);
  });

  it('a unit that was founded later is learned as a new answer', () => {
    const model = trainDefaultModel(examples, { seed: 1 });
    for (let unit = 80; unit < 92; unit += 1)
      model.learn({ text: drones(0), einheit: String(unit) });
    for (const index of [0, 1, 2, 3])
      model.learn({ text: drones(index), einheit: '99', kind: 'beschwerde' });
    const { einheit, kind } = model.predict(drones(4));
    expect(einheit[0]?.value).toBe('99');
    expect(kind.map(({ value }) => value)).toContain('beschwerde');
    expect(best(model, examples[0]?.text ?? '')).toEqual([examples[0]?.kind, examples[0]?.einheit]);
  });

  it('the same corrections lead to the same version', () => {
    const versions = [1, 2].map(() => {
      const model = trainDefaultModel(examples, { seed: 1 });
      model.learn({ text: drones(0), einheit: '66' });
      return model.version();
    });
    expect(versions[0]).toBe(versions[1]);
  });
});

describe('a letter that concerns several units', () => {
  const model = trainDefaultModel(examples, { seed: 1 });
  const road =
    'Außerdem ist die Laterne vor dem Haus kaputt und auf dem Gehweg ist ein Schlagloch.';

  it('names the units beside the lead with the passage that concerns them', () => {
    const text = `Ich widerspreche der Hundesteuer für meinen Hund, er ist gestorben.\n\n${road}`;
    expect(model.participants(text, '20')).toMatchObject([{ value: '66', passage: road }]);
    expect(model.participants(text, '66').map(({ value }) => value)).not.toContain('66');
  });

  it('names none for a letter of one matter', () => {
    expect(model.participants(road, '66')).toEqual([]);
    expect(model.participants(`${road} ${road} ${road}`, '66')).toEqual([]);
    expect(model.participants('', '66')).toEqual([]);
  });
});

describe('keeping a model', () => {
  const model = trainDefaultModel(examples, { seed: 1 });
  const text = 'Ich widerspreche: Das Schlagloch auf dem Gehweg war schon da.';

  it('a stored model answers as before and learns on', () => {
    model.learn({ text: 'Neue Sache', einheit: '70' });
    const read = deserialiseClassifier(serialiseClassifier(model));
    expect(read.predict(text)).toEqual(model.predict(text));
    expect(read.state().examples).toBe(examples.length + 1);
    read.learn({ text, einheit: '20' });
    model.learn({ text, einheit: '20' });
    expect(read.predict(text)).toEqual(model.predict(text));
  });

  it('a stored model remembers the same letters, and none of their words', () => {
    const read = deserialiseClassifier(serialiseClassifier(model));
    expect(read.state().replay).toEqual(model.state().replay);
    expect(read.state().replay.items.length).toBeGreaterThan(examples.length / 2);
    const bytes = serialiseClassifier(model).toString('latin1');
    for (const word of ['Hundesteuer', 'hundesteuer', 'Laterne', 'laterne'])
      expect(bytes).not.toContain(word);
  });

  it('only what was learned is stored', () => {
    const remembered = model
      .state()
      .replay.items.reduce((sum, { vector }) => sum + 8 * vector.indices.length + 12, 0);
    expect(serialiseClassifier(model).length - remembered).toBeLessThan(featureCount * 4 * 3);
  });

  it('a damaged file is refused, wherever the fault lies', () => {
    const bytes = serialiseClassifier(model);
    for (const at of [0, 9, 40, bytes.length >> 1, bytes.length - 1]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      expect(() => deserialiseClassifier(damaged)).toThrow(
        expect.objectContaining({ code: 'model-damaged' }),
      );
    }
    expect(() => deserialiseClassifier(bytes.subarray(0, 100))).toThrow();
    expect(() => deserialiseClassifier(Buffer.alloc(0))).toThrow();
  });
});

describe('the first day, before any letter was sorted', () => {
  const units = [
    {
      kuerzel: '20',
      name: 'Steueramt',
      zustaendigkeit: 'Hundesteuer, Grundsteuer und Gewerbesteuer.',
    },
    {
      kuerzel: '51',
      name: 'Jugendamt',
      zustaendigkeit: 'Plätze in Kindertagesstätten, Elternbeiträge, Unterhaltsvorschuss.',
    },
    {
      kuerzel: '66',
      name: 'Tiefbauamt',
      zustaendigkeit: 'Straßenschäden, Straßenbeleuchtung und Parkausweise.',
    },
  ];

  it('the descriptions of the units are enough for a first proposal', () => {
    const model = trainDefaultModel(coldStartExamples(units), { seed: 1 });
    expect(model.predict('Die Beleuchtung der Straße ist seit Tagen aus.').einheit[0]?.value).toBe(
      '66',
    );
    expect(model.predict('Frage zur Grundsteuer für mein Haus').einheit[0]?.value).toBe('20');
    expect(model.predict('Frage zur Grundsteuer für mein Haus').kind).toEqual([]);
  });

  it('one answer makes nobody sure, and each further one surer', () => {
    const model = trainDefaultModel(coldStartExamples(units), { seed: 1 });
    const text = 'Hiermit lege ich Widerspruch gegen den Bescheid ein.';
    const sureness = (): number => model.predict(text).kind[0]?.probability ?? 0;
    model.learn({ text, kind: 'widerspruch', einheit: '20' });
    expect(sureness()).toBeCloseTo(2 / 3);
    expect(model.predict(text).einheit[0]?.probability).toBeLessThan(2 / 3);
    model.learn({ text: `${text} Danke.`, kind: 'widerspruch', einheit: '20' });
    expect(sureness()).toBeCloseTo(3 / 4);
    const read = deserialiseClassifier(serialiseClassifier(model));
    expect(read.predict(text)).toEqual(model.predict(text));
  });

  it('a model of nothing answers nothing', () => {
    const model = trainDefaultModel([], { seed: 1 });
    expect(model.predict('Irgendetwas')).toMatchObject({ kind: [], einheit: [] });
  });
});

describe('noise as of a poor scan', () => {
  const text =
    'Ihr Zeichen 32-1212/14/7-2026\nSehr geehrte Damen und Herren, hiermit lege ich Widerspruch ein.'.repeat(
      20,
    );

  it('damages about the wanted share and keeps the lines', () => {
    const noisy = addOcrNoise(text, 0.05, 3);
    expect(noisy.split('\n')).toHaveLength(text.split('\n').length);
    expect(noisy).not.toBe(text);
    expect(Math.abs(noisy.length - text.length)).toBeLessThan(text.length * 0.03);
    expect(addOcrNoise(text, 0.05, 3)).toBe(noisy);
    expect(addOcrNoise(text, 0, 3)).toBe(text);
  });

  it('dropping sentences never leaves an empty letter', () => {
    for (let seed = 0; seed < 20; seed += 1)
      expect(dropSentences('Eins. Zwei. Drei.', 0.99, seed)).not.toBe('');
  });
});
