import { expect, it } from 'vitest';
import { describeWork } from './seitenarbeit.js';

const plain = {
  ...{
    shrunk: 1,
    darkenedFrom: null,
    borders: 0,
    specks: 0,
    turned: 0,
    levelled: 0,
    dpi: 250,
    rules: 0,
  },
  ...{ language: 'deu', secondLook: 0, gentle: false },
};

it('says in German what was done with the picture of a page, and nothing where nothing was done', () => {
  expect(describeWork(null)).toEqual([]);
  expect(describeWork(plain)).toEqual(['Untergrund aufgehellt', 'mit 250 dpi gelesen']);
  expect(describeWork({ ...plain, turned: 180, levelled: -0.62, specks: 4210, rules: 9 })).toEqual([
    'Untergrund aufgehellt',
    'um 180° gedreht',
    'um 0,6° gerade gerichtet',
    '4.210 Flecken entfernt',
    'Linien ausgeblendet',
    'mit 250 dpi gelesen',
  ]);
});
