import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBriefcodes } from './briefcode.js';

const ours = createBriefcodes(Buffer.from('unser Schlüssel'));

describe('the code on a letter', () => {
  it('names its letter to us alone', () => {
    for (const id of [randomUUID(), randomUUID(), `00000000-0000-0000-0000-${'0'.repeat(12)}`]) {
      const text = ours.of(id);
      expect(text).toMatch(/^PSB1[0-9A-Z]{41}$/);
      expect(ours.read(text)).toBe(id);
      expect(createBriefcodes(Buffer.from('fremd')).read(text)).toBeUndefined();
    }
  });

  it('is refused with any other character, cut, or longer than it can be', () => {
    const text = ours.of(randomUUID());
    for (let at = 4; at < text.length; at += 1) {
      const other = text[at] === '7' ? '8' : '7';
      expect(ours.read(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
    }
    expect(ours.read(text.slice(0, -1))).toBeUndefined();
    expect(ours.read(`PSB1${'Z'.repeat(41)}`)).toBeUndefined();
    expect(ours.read('')).toBeUndefined();
  });
});
