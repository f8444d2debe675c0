import { describe, expect, it } from 'vitest';
import { createMessageIds } from './own-message-id.js';

const letter = '4f3c1a52-7d0e-4a57-9a53-2f8f0b0f6c11';
const ids = createMessageIds({ key: Buffer.from('a key'), domain: 'post.Stadt.example' });

describe('our Message-IDs', () => {
  it('are known again, in the case and form that servers make of them', () => {
    const id = ids.of(letter);
    for (const seen of [id, id.toUpperCase(), id.slice(1, -1), `  ${id}\r\n`])
      expect(ids.read(seen)).toBe(letter);
  });

  it('are foreign when unsigned, signed for another letter, by another key or under another domain', () => {
    const other = createMessageIds({ key: Buffer.from('another'), domain: 'post.stadt.example' });
    const elsewhere = createMessageIds({ key: Buffer.from('a key'), domain: 'boese.example' });
    const signature = ids.of(letter).slice(38, 58);
    const forged = [
      `<${letter}@post.stadt.example>`,
      `<${letter.replace('4f', '5f')}.${signature}@post.stadt.example>`,
      `<${letter}.${'0'.repeat(20)}@post.stadt.example>`,
      other.of(letter),
      elsewhere.of(letter),
      '',
    ];
    for (const id of forged) expect(ids.read(id)).toBeUndefined();
  });
});
