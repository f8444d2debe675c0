import { expect, it } from 'vitest';
import { anlassIm } from './anlass.js';

it.each([
  ['Zurück\nEmpfänger unbekannt\nverzogen', 'unbekannt_verzogen'],
  ['ANNAHME VERWEIGERT', 'annahme_verweigert'],
  ['Nicht abgeholt, Lagerfrist abgelaufen', 'nicht_abgeholt'],
  ['Anschrift ungenügend', 'anschrift_unzureichend'],
  ['Empfänger verstorben', 'verstorben'],
  ['Sehr geehrte Damen und Herren, Ihre Anschrift haben wir geändert.', null],
  ['☐ Annahme verweigert ☐ nicht abgeholt', null],
] as const)('the post writes %j: %s', (text, anlass) => {
  expect(anlassIm(text)).toBe(anlass);
});
