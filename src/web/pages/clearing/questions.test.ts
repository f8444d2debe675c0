import { expect, test } from 'vitest';
import type { Decision, Detail, Field } from '../posteingang/detail.js';
import {
  openQuestions,
  particularsOf,
  uncertainParticulars,
  vorgangCandidates,
} from './questions.js';

const candidate = (wert: string, konfidenz: number) => ({
  wert,
  anzeige: wert,
  konfidenz,
  gruende: [],
});
const decision = (art: Decision['art'], ...kandidaten: Decision['kandidaten']): Decision => ({
  ...{ art, kandidaten, wert: null, konfidenz: null, gruende: [], modell: 'probe', person: null },
  at: '2026-11-23T08:00:00.000Z',
});
const field = (name: string, wert: string, konfidenz: number): Field => ({
  ...{ name, wert, konfidenz, rohwert: wert, seite: 1, box: null, begruendung: '' },
});
const item = (given: Partial<Detail>): Detail =>
  ({
    absender: null,
    betreff: null,
    art: null,
    felder: [],
    entscheidungen: [],
    ...given,
  }) as Detail;
const unit = (id: string, kuerzel: string, name: string) => ({
  ...{ id, kuerzel, name, parentId: null, zustaendigkeit: '', email: null, telefon: null },
  ...{ istPoststelle: false, leitwegId: null },
});
const units = [unit('u32', '32.1', 'Bußgeldstelle'), unit('u67', '67', 'Grünflächenamt')];

test('what the machine is sure of is not asked; the Vorgang always is', () => {
  const sure = item({
    entscheidungen: [
      decision('organisationseinheit', candidate('32.1', 0.95), candidate('67', 0.05)),
      decision('dokumentart', candidate('einspruch-bussgeld', 0.99)),
    ],
  });
  expect(openQuestions(sure, units)).toEqual(['vorgang']);
  const unsure = item({
    entscheidungen: [
      decision('organisationseinheit', candidate('32.1', 0.6), candidate('67', 0.4)),
      decision('dokumentart', candidate('einspruch-bussgeld', 0.5)),
    ],
  });
  expect(openQuestions(unsure, units)).toEqual(['einheit', 'vorgang', 'art']);
  expect(openQuestions(item({}), units)).toEqual(['einheit', 'vorgang']);
});

test('at most four candidates are offered, none that is only noise except the best', () => {
  const many = [0.01, 0.5, 0.2, 0.1, 0.09, 0.08].map((konfidenz, at) =>
    candidate(`v${at}`, konfidenz),
  );
  const shown = vorgangCandidates(item({ entscheidungen: [decision('vorgang', ...many)] }));
  expect(shown.map(({ id }) => id)).toEqual(['v0', 'v1', 'v2', 'v3']);
  const noise = [candidate('v0', 0.5), candidate('v1', 0.01)];
  expect(vorgangCandidates(item({ entscheidungen: [decision('vorgang', ...noise)] }))).toHaveLength(
    1,
  );
});

test('particulars are asked where they were read unsurely or not at all; a date may be missing', () => {
  const read = item({
    absender: 'Jana Böhm',
    betreff: 'Fahrradbügel',
    felder: [field('absenderName', 'Jana Böhm', 0.97), field('betreff', 'Fahrradbügel', 0.7)],
  });
  expect(uncertainParticulars(read)).toEqual(['betreff']);
  expect(uncertainParticulars(item({}))).toEqual(['absender', 'betreff']);
  const dated = item({ felder: [field('datumDesSchreibens', '2026-11-20', 0.5)] });
  expect(particularsOf(dated).datumDesSchreibens).toBe('2026-11-20');
  expect(uncertainParticulars(dated)).toContain('datumDesSchreibens');
});
