import { describe, expect, it } from 'vitest';
import { plusTage, tageZwischen } from '#understanding/index.js';
import { betrachtungOf, kalenderwoche } from './zeitraum.js';

describe('a period', () => {
  it('that is over is compared with the whole period before, whatever their lengths', () => {
    const { zeitraum, vergleich, abschnitte, davor, danach } = betrachtungOf(
      'monat',
      '2026-03-15',
      '2026-11-23',
    );
    expect(zeitraum).toEqual({ von: '2026-03-01', bis: '2026-03-31', titel: 'März 2026' });
    expect(vergleich).toEqual({ von: '2026-02-01', bis: '2026-02-28', titel: 'Februar 2026' });
    expect(abschnitte).toHaveLength(31);
    expect(abschnitte[0]).toEqual({ von: '2026-03-01', bis: '2026-03-01', titel: '01.03.' });
    expect([davor, danach]).toEqual(['2026-02-28', '2026-04-01']);
  });

  it('that is running ends today and is compared with as many days of the one before', () => {
    const { zeitraum, vergleich, danach } = betrachtungOf('monat', '2026-11-02', '2026-11-23');
    expect(zeitraum.titel).toBe('November 2026 (bis 23.11.2026)');
    expect(vergleich).toEqual({
      von: '2026-10-01',
      bis: '2026-10-23',
      titel: 'Oktober 2026 (bis 23.10.2026)',
    });
    expect(danach).toBeNull();
    const march = betrachtungOf('monat', '2026-03-30', '2026-03-30');
    expect(march.vergleich.bis).toBe('2026-02-28');
  });

  it('in the future is the present one', () => {
    expect(betrachtungOf('tag', '2027-01-01', '2026-11-23').zeitraum.von).toBe('2026-11-23');
  });

  it('of a quarter is divided into weeks that do not reach beyond it', () => {
    const { zeitraum, abschnitte, vergleich } = betrachtungOf(
      'quartal',
      '2026-08-01',
      '2026-11-23',
    );
    expect(zeitraum).toEqual({ von: '2026-07-01', bis: '2026-09-30', titel: '3. Quartal 2026' });
    expect(vergleich.titel).toBe('2. Quartal 2026');
    expect(abschnitte[0]).toEqual({ von: '2026-07-01', bis: '2026-07-05', titel: 'KW 27' });
    expect(abschnitte.at(-1)).toEqual({ von: '2026-09-28', bis: '2026-09-30', titel: 'KW 40' });
    const days = abschnitte.map(({ von, bis }) => tageZwischen(von, bis) + 1);
    expect(days.reduce((sum, one) => sum + one, 0)).toBe(92);
  });

  it('of a year is divided into months, of a leap year too', () => {
    const { abschnitte } = betrachtungOf('jahr', '2024-02-29', '2026-11-23');
    expect(abschnitte).toHaveLength(12);
    expect(abschnitte[1]).toEqual({ von: '2024-02-01', bis: '2024-02-29', titel: 'Februar' });
  });

  it('of a week begins on Monday, also across years and the changes of the clock', () => {
    expect(betrachtungOf('woche', '2027-01-01', '2027-06-01').zeitraum).toEqual({
      von: '2026-12-28',
      bis: '2027-01-03',
      titel: 'Kalenderwoche 53/2026',
    });
    expect(kalenderwoche('2025-12-29')).toEqual({ jahr: 2026, woche: 1 });
    expect(plusTage('2026-03-28', 2)).toBe('2026-03-30');
    expect(plusTage('2026-10-26', -2)).toBe('2026-10-24');
  });
});
