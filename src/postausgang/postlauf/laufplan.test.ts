import { describe, expect, it } from 'vitest';
import { ConfigSchema } from '#config/schema.js';
import { createRandom, type Random } from '#sample/index.js';
import { teilePorto } from './aufteilung.js';
import { anschriftSchluessel, blaetterOf, type Laufbrief, planLauf } from './laufplan.js';
import { kostenstellenOf, laufregelnOf } from './laufregeln.js';
import { loadPorto } from './porto.js';

const tag = '2026-11-23';
const tabelle = loadPorto();
const regelnWith = (settings: object = {}) =>
  laufregelnOf(ConfigSchema.parse({ postlauf: settings }).postlauf, tabelle);

const empfaenger = {
  name: 'Jens Hartwig',
  zusatz: '',
  strasse: 'Gartenstraße 4',
  plz: '05110',
  ort: 'Lohwerda',
  land: '',
  email: null,
};
let count = 0;
const aLetter = (given: Partial<Laufbrief> = {}): Laufbrief => {
  count += 1;
  return {
    id: `id-${String(count).padStart(6, '0')}`,
    empfaenger,
    seiten: 2,
    versandart: 'normal',
    persoenlich: false,
    vertraulich: false,
    verwaltungsakt: false,
    kostenstelle: '32',
    beilagenGramm: 0,
    ...given,
  };
};
const envelopes = (letters: readonly Laufbrief[], settings?: object): string[][] =>
  planLauf(letters, { regeln: regelnWith(settings), tag }).umschlaege.map(({ briefe }) =>
    briefe.map(({ id }) => id),
  );

const randomLetter = (random: Random): Laufbrief =>
  aLetter({
    empfaenger: {
      ...empfaenger,
      name: random.pick(['Jens Hartwig', 'JENS  HARTWIG', 'Ute Kern', 'Ánna Øst']),
      strasse: random.pick(['Gartenstraße 4', 'Gartenstr. 4', 'Am Ring 1']),
      plz: random.pick(['05110', '01067', '99999', '']),
      land: random.pick(['', '', '', 'Österreich', 'Deutschland']),
    },
    seiten: random.pick([0, 1, 2, 3, 6, 7, 16, 17, 31, 180, 500]),
    versandart: random.pick([
      'normal',
      'normal',
      'normal',
      'einschreiben',
      'einschreiben_einwurf',
      'einschreiben_rueckschein',
      'pza',
    ]),
    persoenlich: random.chance(0.1),
    vertraulich: random.chance(0.1),
    verwaltungsakt: random.chance(0.3),
    kostenstelle: random.pick(['32', '33']),
    beilagenGramm: random.pick([0, 0, 3, 40]),
  });

describe('letters of a run', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'are all in one place, whatever they are (seed %i)',
    (seed) => {
      const random = createRandom(`postlauf:${seed}`);
      const letters = Array.from({ length: 120 }, () => randomLetter(random));
      const settings = {
        bescheideBuendeln: random.chance(0.5),
        kostenstellenMischen: random.chance(0.5),
        briefeJeDatei: random.int(1, 30),
      };
      const regeln = regelnWith(settings);
      const before = JSON.stringify(letters);
      const plan = planLauf(letters, { regeln, tag });
      // A dry run changes nothing and does not depend on the order in which letters come.
      expect(JSON.stringify(letters)).toBe(before);
      expect(planLauf(random.shuffle(letters), { regeln, tag })).toEqual(plan);

      const placed = plan.umschlaege.flatMap(({ briefe }) => briefe.map(({ id }) => id));
      const left = plan.ausgenommen.map(({ id }) => id);
      expect([...placed, ...left].sort()).toEqual(letters.map(({ id }) => id).sort());
      expect(plan.umschlaege.map(({ nummer }) => nummer)).toEqual(
        plan.umschlaege.map((_, at) => at + 1),
      );
      const inFile = new Map<number, number>();
      for (const one of plan.umschlaege) {
        const sheets = one.briefe.reduce((sum, { seiten }) => sum + blaetterOf(seiten), 0);
        const enclosed = one.briefe.reduce((sum, { beilagenGramm }) => sum + beilagenGramm, 0);
        const cover = regeln.umschlaege.find(({ format }) => format === one.format);
        expect(one.blaetter).toBe(sheets);
        expect(sheets).toBeLessThanOrEqual(cover?.hoechstBlatt ?? 0);
        const milligrams =
          sheets * regeln.blattMilligramm + (cover?.milligramm ?? 0) + enclosed * 1_000;
        expect(one.gramm * 1_000 - milligrams).toBeGreaterThanOrEqual(0);
        expect(one.gramm * 1_000 - milligrams).toBeLessThan(1_000);
        expect(one.porto.cent).toBeLessThanOrEqual(one.einzelnCent);
        if (one.briefe.length === 1) expect(one.porto.cent).toBe(one.einzelnCent);
        expect(new Set(one.briefe.map((brief) => anschriftSchluessel(brief.empfaenger))).size).toBe(
          1,
        );
        if (one.briefe.length > 1) {
          for (const brief of one.briefe) {
            expect(brief).toMatchObject({
              versandart: 'normal',
              persoenlich: false,
              vertraulich: false,
              ...(settings.bescheideBuendeln ? {} : { verwaltungsakt: false }),
              ...(settings.kostenstellenMischen
                ? {}
                : { kostenstelle: one.briefe[0]?.kostenstelle }),
            });
          }
        }
        expect(teilePorto(one.porto.cent, one.briefe).reduce((a, b) => a + b, 0)).toBe(
          one.porto.cent,
        );
        inFile.set(one.datei, (inFile.get(one.datei) ?? 0) + one.briefe.length);
      }
      for (const [datei, number] of inFile) {
        const there = plan.umschlaege.filter((one) => one.datei === datei);
        expect(new Set(there.map(({ format }) => format)).size).toBe(1);
        if (there.length > 1) expect(number).toBeLessThanOrEqual(settings.briefeJeDatei);
      }
    },
  );

  it('to one address go together, however it is written', () => {
    const [a, b] = [
      aLetter(),
      aLetter({ empfaenger: { ...empfaenger, name: 'JENS HARTWIG', strasse: 'Gartenstr. 4' } }),
    ];
    expect(envelopes([a, b])).toEqual([[a.id, b.id]]);
    expect(envelopes([a, b], { buendeln: false })).toEqual([[a.id], [b.id]]);
  });

  it.each([
    { versandart: 'pza' },
    { versandart: 'einschreiben' },
    { persoenlich: true },
    { vertraulich: true },
    { verwaltungsakt: true },
    { kostenstelle: '33' },
  ] as const)('go alone when %o', (given) => {
    const both = [aLetter(), aLetter(given)];
    expect(envelopes(both)).toHaveLength(2);
  });

  it('are sorted by postal code, Germany before other countries', () => {
    const at = (plz: string, land = '') => aLetter({ empfaenger: { ...empfaenger, plz, land } });
    const [wien, dresden, lohwerda] = [at('1010', 'Österreich'), at('01067'), at('05110')];
    expect(envelopes([wien, lohwerda, dresden]).flat()).toEqual([dresden.id, lohwerda.id, wien.id]);
  });

  it('that no product carries wait on with a reason', () => {
    const plan = planLauf([aLetter({ seiten: 500 })], { regeln: regelnWith(), tag });
    expect(plan.umschlaege).toEqual([]);
    expect(plan.ausgenommen[0]?.grund).toContain('250 Blatt');
  });

  it('of three sheets of 80 g are a Standardbrief, of four a Kompaktbrief, of nine a Großbrief', () => {
    const productOf = (seiten: number) =>
      planLauf([aLetter({ seiten })], { regeln: regelnWith(), tag }).umschlaege[0]?.porto
        .bezeichnung;
    expect([6, 8, 17].map(productOf)).toEqual(['Standardbrief', 'Kompaktbrief', 'Großbrief']);
  });
});

it('cost centres are named by the sign of their unit', () => {
  expect([...kostenstellenOf('32=4711, 33=4712,,x')]).toEqual([
    ['32', '4711'],
    ['33', '4712'],
  ]);
});
