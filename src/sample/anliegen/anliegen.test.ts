import { describe, expect, it } from 'vitest';
import { textOf } from '../letter.js';
import { generateAnliegen } from './anliegen.js';
import { anliegenArten, parseAnliegen, weightOfRank } from './anliegen-art.js';
import { letterOfAnliegen } from './anliegen-letter.js';
import { anliegenEinheiten } from './einheiten.js';

const anliegen = generateAnliegen({ seed: 'test', count: 2_000 });

describe('short matters to a large city', () => {
  it('are the same for the same seed and others for another', () => {
    expect(generateAnliegen({ seed: 'test', count: 2_000 })).toEqual(anliegen);
    expect(generateAnliegen({ seed: 'other', count: 20 })).not.toEqual(anliegen.slice(0, 20));
  });

  it('are of more than forty kinds with a long tail, for more than 25 units that exist', () => {
    const counts = new Map<string, number>();
    for (const { kind } of anliegen) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    expect(sorted.length).toBeGreaterThan(60);
    expect(sorted[0] ?? 0).toBeGreaterThan(100);
    expect(sorted.filter((count) => count <= 20).length).toBeGreaterThan(15);
    expect(new Set(anliegen.map(({ einheit }) => einheit)).size).toBeGreaterThan(30);
    const known = new Set(anliegenEinheiten.map(({ kuerzel }) => kuerzel));
    for (const { einheit, beteiligte } of anliegen)
      for (const one of [einheit, ...beteiligte]) expect(known.has(one)).toBe(true);
  });

  it('are short, leave no mark of a template behind and hardly repeat each other', () => {
    const texts = anliegen.map((one) => textOf(one));
    for (const text of texts) {
      expect(text).not.toMatch(/[[\]{}|@]|undefined/);
      expect(text.split(/\s+/).length).toBeLessThan(130);
    }
    expect(new Set(texts).size).toBeGreaterThan(1_990);
  });

  it('come in the order of time from groups that follow each other', () => {
    const days = anliegen.map(({ zeit }) => zeit);
    expect([...days].sort()).toEqual(days);
    const share = (from: number, to: number, gruppe: string): number =>
      anliegen.slice(from, to).filter((one) => one.gruppe === gruppe).length;
    expect(share(0, 100, 'gruppe-01')).toBeGreaterThan(20);
    expect(share(1_000, 2_000, 'gruppe-01')).toBeLessThan(10);
    expect(new Set(anliegen.map(({ gruppe }) => gruppe)).size).toBe(40);
  });

  it('change their unit in the middle of the time where the responsibility moves', () => {
    const units = anliegen.filter(({ kind }) => kind === 'winterdienst');
    expect(new Set(units.map(({ einheit }) => einheit))).toEqual(new Set(['66', '70']));
    expect(units.at(-1)?.einheit).toBe('70');
  });

  it('sometimes concern a second unit, which is never the first', () => {
    const two = anliegen.filter(({ beteiligte }) => beteiligte.length > 0);
    expect(two.length).toBeGreaterThan(10);
    for (const { einheit, beteiligte } of two) expect(beteiligte).not.toContain(einheit);
  });

  it('can be put on paper with a sender and an address', () => {
    const types = letterOfAnliegen(anliegen[0] as (typeof anliegen)[number]).blocks.map(
      ({ type }) => type,
    );
    expect(types.slice(0, 2).sort()).toEqual(['recipient', 'sender']);
    expect(types.filter((type) => type === 'sender')).toHaveLength(1);
  });
});

describe('reading the texts of the matters', () => {
  it('a sentence may be the matter of another unit', () => {
    expect(parseAnliegen('# muell 70\nDie Tonne.\nDer Wald. @67\n\n# grab 68\nDas Grab.')).toEqual([
      {
        kind: 'muell',
        einheit: '70',
        saetze: [
          { template: 'Die Tonne.', einheit: '70' },
          { template: 'Der Wald.', einheit: '67' },
        ],
      },
      { kind: 'grab', einheit: '68', saetze: [{ template: 'Das Grab.', einheit: '68' }] },
    ]);
    expect(() => parseAnliegen('Die Tonne.')).toThrow(/head/);
  });

  it('names every kind once, with at least two sentences', () => {
    expect(new Set(anliegenArten.map(({ kind }) => kind)).size).toBe(anliegenArten.length);
    for (const { saetze } of anliegenArten) expect(saetze.length).toBeGreaterThan(1);
  });

  it('rare ranks weigh less', () => {
    expect(weightOfRank(60)).toBeLessThan(weightOfRank(0) / 8);
  });
});
