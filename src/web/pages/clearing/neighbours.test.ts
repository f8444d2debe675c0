import { expect, test } from 'vitest';
import type { ClearingEintrag } from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { neighboursOf } from './neighbours.js';

const entry = (id: string, given: Partial<ClearingEintrag> = {}): ClearingEintrag => ({
  id,
  eingangsnummer: `2026-00000${id}`,
  eingangsdatum: '2026-11-23',
  receivedAt: '2026-11-23T08:00:00.000Z',
  kanal: 'upload',
  seitenzahl: 1,
  absender: null,
  betreff: null,
  dateiname: 'brief.pdf',
  art: null,
  grund: { code: '', text: '' },
  vorschlag: null,
  gruppe: null,
  platz: null,
  zurueckgestellt: false,
  ...given,
});
const taken = { person: 'Petra Ahrens', ich: false, seit: '2026-11-23T08:00:00.000Z' };

test('the next item is the first behind this one that nobody else has, and at the end the first of all', () => {
  const queue = [entry('1'), entry('2'), entry('3', { platz: taken }), entry('4')];
  expect(neighboursOf(queue, '2', 9)).toMatchObject({
    ...{ next: '4', previous: '1', position: '2 von 9' },
  });
  expect(neighboursOf(queue, '4', 9)).toMatchObject({ next: '1', previous: '2' });
  expect(neighboursOf([entry('1')], '1', 1).next).toBeUndefined();
});

test('items of the same group are alike unless somebody else has one; the next after them is another', () => {
  const gruppe = 'a';
  const queue = [
    entry('1', { gruppe }),
    entry('2', { gruppe }),
    entry('3', { gruppe, platz: taken }),
    entry('4'),
  ];
  const around = neighboursOf(queue, '1', 4);
  expect(around.alike.map(({ id }) => id)).toEqual(['2']);
  expect(around).toMatchObject({ next: '2', nextOther: '4' });
  expect(neighboursOf(queue, '4', 4).alike).toEqual([]);
});

test('an item that has left the queue has neighbours all the same', () => {
  const around = neighboursOf([entry('1'), entry('2')], '9', 2);
  expect(around).toMatchObject({ next: '1', position: '', alike: [] });
});
