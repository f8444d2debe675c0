import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPorto, portoFuer } from './porto.js';
import type { Portotabelle } from './porto.schema.js';

const tabelle = loadPorto();
const brief = {
  gramm: 20,
  format: 'din-lang',
  versandart: 'normal',
  land: '',
  tag: '2026-11-23',
} as const;
const centOf = (given: Partial<Parameters<typeof portoFuer>[1]>) =>
  portoFuer(tabelle, { ...brief, ...given })?.cent;

describe('postage', () => {
  it('grows with weight and format', () => {
    expect(centOf({})).toBe(95);
    expect(centOf({ gramm: 21 })).toBe(110);
    expect(centOf({ gramm: 51 })).toBe(180);
    expect(centOf({ format: 'c4' })).toBe(180);
    expect(centOf({ gramm: 501 })).toBe(290);
    expect(centOf({ gramm: 1_001 })).toBeUndefined();
  });

  it('adds what registered mail costs, and has a price of its own for formal service', () => {
    expect(centOf({ versandart: 'einschreiben_einwurf' })).toBe(95 + 235);
    expect(centOf({ versandart: 'einschreiben_rueckschein', gramm: 30 })).toBe(110 + 485);
    expect(portoFuer(tabelle, { ...brief, versandart: 'pza' })).toMatchObject({
      bezeichnung: 'Postzustellungsauftrag',
      gesichert: false,
    });
    expect(centOf({ versandart: 'pza', land: 'Österreich' })).toBeUndefined();
  });

  it('abroad is another price, which says that nobody has compared it yet', () => {
    expect(portoFuer(tabelle, { ...brief, land: 'Österreich' })).toMatchObject({
      bezeichnung: 'Standardbrief international',
      gesichert: false,
    });
    expect(centOf({ land: 'Deutschland' })).toBe(95);
  });

  it('is that of the day of posting', () => {
    const raised: Portotabelle = {
      ...tabelle,
      produkte: [
        ...tabelle.produkte,
        {
          produkt: 'standardbrief',
          gebiet: 'inland',
          gueltigAb: '2027-01-01',
          hoechstGramm: 20,
          cent: 105,
          gesichert: false,
          quelle: 'Test',
        },
      ],
    };
    expect(portoFuer(raised, { ...brief, tag: '2026-12-31' })?.cent).toBe(95);
    expect(portoFuer(raised, { ...brief, tag: '2027-01-01' })).toMatchObject({
      cent: 105,
      gueltigAb: '2027-01-01',
    });
    expect(portoFuer(raised, { ...brief, tag: '2024-12-31' })).toBeUndefined();
  });

  it('comes from a file whose faults are named', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'porto-')), 'porto.yaml');
    writeFileSync(
      path,
      'produkte: [{produkt: eilbrief}]\nzusaetze: []\nzustellungsauftraege: []\n',
    );
    expect(() => loadPorto(path)).toThrow(/produkte\.0\.produkt/);
  });
});
