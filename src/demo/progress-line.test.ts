import { expect, it } from 'vitest';
import type { ItemOutcome } from './progress.js';
import { progressLine } from './progress-line.js';

const item = (given: Partial<ItemOutcome>): ItemOutcome => ({
  id: '',
  eingangsnummer: '2026-000007',
  kanal: 'upload',
  dateiname: '',
  zustand: 'in_bearbeitung',
  stage: '',
  einheit: null,
  geschaeftszeichen: null,
  clearingCode: null,
  clearingText: null,
  einheitVorschlaege: [],
  seiten: null,
  gelesen: 0,
  sekunden: null,
  ...given,
});

it('the line of progress names pages, letters and the page that is being read', () => {
  const line = progressLine([
    item({ zustand: 'zugeordnet', seiten: 6, gelesen: 6 }),
    item({ zustand: 'clearing', seiten: 1, gelesen: 1 }),
    item({ seiten: 3, gelesen: 1 }),
    item({}),
  ]);
  expect(line).toBe(
    '  ████████████████░░░░ 8/10 Seiten · 4 Eingänge: 1 im Postkorb, 1 im Clearing, 2 in Arbeit · liest 2026-000007, Seite 2/3',
  );
});

it('the line of progress is empty of pages before any was counted', () => {
  expect(progressLine([])).toContain('0/0 Seiten · 0 Eingänge');
});
