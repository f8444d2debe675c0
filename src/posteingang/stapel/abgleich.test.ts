import { describe, expect, it } from 'vitest';
import { abgleichOf, type Zaehlung } from './abgleich.js';

const counted = (given: Partial<Zaehlung>): Zaehlung => ({
  erwartet: 10,
  gescannt: 10,
  dateien: 1,
  ungezaehlt: 0,
  unzaehlbar: 0,
  ohneGegenstueck: 0,
  ungleich: 0,
  ungerade: 0,
  ...given,
});

describe('the comparison of sheets', () => {
  it('speaks of one sheet and of many as people do', () => {
    expect(abgleichOf(counted({ gescannt: 9 })).text).toMatch(/^Es fehlt 1 Blatt: 9 von 10/);
    expect(abgleichOf(counted({ gescannt: 7 })).text).toMatch(/^Es fehlen 3 Blätter: 7 von 10/);
    expect(abgleichOf(counted({ gescannt: 11 })).text).toMatch(/^1 Blatt zu viel/);
    expect(abgleichOf(counted({ erwartet: 1, gescannt: 1 })).text).toBe('Das eine Blatt ist da.');
  });

  it('raises no alarm while files are still being counted', () => {
    const still = abgleichOf(counted({ gescannt: 4, ungezaehlt: 1, ungerade: 1 }));
    expect(still).toMatchObject({ ergebnis: 'zaehlt', alarm: false });
  });

  it('raises an alarm for what cannot be counted, even when the numbers happen to agree', () => {
    for (const gap of [{ unzaehlbar: 1 }, { ohneGegenstueck: 2 }, { ungleich: 1 }])
      expect(abgleichOf(counted(gap))).toMatchObject({ ergebnis: 'unvollstaendig', alarm: true });
  });

  it('needs no expectation to count', () => {
    expect(abgleichOf(counted({ erwartet: null }))).toMatchObject({
      ergebnis: 'ohne_angabe',
      alarm: false,
      gescannt: 10,
    });
  });
});
