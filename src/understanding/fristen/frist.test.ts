import { describe, expect, it } from 'vitest';
import { berechneBekanntgabe } from './bekanntgabe.js';
import { berechneFrist, bisZuTag, type Einheit, verlaengere } from './frist.js';
import { isTag, plusTage, tageZwischen, tagText } from './kalender.js';
import { berechneNachRegel } from './rechner.js';
import { fristregeln } from './regeln.js';

const ort = { land: 'SN' as const };
const common = { ort, ereignis: 'Zugang', verschiebung: 'naechster-werktag' as const };

describe('days', () => {
  it('are real ones', () => {
    expect(['2024-02-29', '2023-02-29', '2026-13-01', '2026-1-1', '2100-02-29'].map(isTag)).toEqual(
      [true, false, false, false, false],
    );
  });

  it('are counted across leap days and clock changes', () => {
    expect(plusTage('2024-02-28', 2)).toBe('2024-03-01');
    expect(tageZwischen('2026-03-28', '2026-03-30')).toBe(2);
    expect(tagText('2026-11-23')).toBe('Montag, 23.11.2026');
  });
});

type Row = readonly [quelle: string, start: string, zahl: number, einheit: Einheit, ende: string];

describe('a period that an event begins (§ 187 Abs. 1 BGB)', () => {
  const rows: readonly Row[] = [
    ['§ 188 Abs. 1 BGB', '2026-11-23', 14, 'tag', '2026-12-07'],
    ['§ 188 Abs. 1 BGB, Jahreswechsel', '2026-12-28', 10, 'tag', '2027-01-07'],
    ['§ 188 Abs. 1, § 193 BGB', '2026-12-22', 3, 'tag', '2026-12-28'],
    ['§ 188 Abs. 2 BGB, Woche', '2026-11-23', 2, 'woche', '2026-12-07'],
    ['§ 188 Abs. 2 BGB, Woche, Reformationstag', '2025-10-17', 2, 'woche', '2025-11-03'],
    ['§ 188 Abs. 2 BGB, Monat', '2026-11-23', 1, 'monat', '2026-12-23'],
    ['§ 188 Abs. 3 BGB', '2024-01-31', 1, 'monat', '2024-02-29'],
    ['§ 188 Abs. 3 BGB, Vierteljahr (§ 189)', '2026-08-31', 3, 'monat', '2026-11-30'],
    ['§ 189 Abs. 1 BGB, halber Monat sind 15 Tage', '2026-11-09', 15, 'tag', '2026-11-24'],
    ['§ 188 Abs. 2 BGB, Jahr', '2024-02-29', 1, 'jahr', '2025-02-28'],
    ['§ 188 Abs. 2 BGB, vier Jahre', '2024-02-29', 4, 'jahr', '2028-02-29'],
  ];
  it.each(rows)('%s: from %s %i %s ends on %s', (_quelle, start, zahl, einheit, ende) => {
    expect(berechneFrist({ ...common, start, dauer: { zahl, einheit } }).ende).toBe(ende);
  });
});

describe('a period that begins with a day (§ 187 Abs. 2 BGB)', () => {
  const rows: readonly Row[] = [
    ['Monat vom Ersten', '2026-12-01', 1, 'monat', '2026-12-31'],
    ['Monat vom Ersten, Februar', '2026-02-01', 1, 'monat', '2026-02-28'],
    ['Monat vom 31.', '2026-01-31', 1, 'monat', '2026-02-28'],
    ['Monat vom 30.', '2026-01-30', 1, 'monat', '2026-02-28'],
    ['Monat vom 16.', '2026-11-16', 1, 'monat', '2026-12-15'],
    ['Woche', '2026-11-23', 1, 'woche', '2026-11-29'],
    ['Tage', '2026-11-23', 14, 'tag', '2026-12-06'],
    ['Jahr', '2026-01-01', 1, 'jahr', '2026-12-31'],
    ['Jahr vom Schalttag', '2024-02-29', 1, 'jahr', '2025-02-28'],
  ];
  it.each(rows)('%s: from %s %i %s ends on %s', (_quelle, start, zahl, einheit, ende) => {
    const result = berechneFrist({
      ...common,
      verschiebung: 'keine',
      beginn: 'tagesbeginn',
      start,
      dauer: { zahl, einheit },
    });
    expect([result.beginn, result.ende]).toEqual([start, ende]);
  });
});

describe('a named day', () => {
  it('moves by § 193 BGB or stays (§ 31 Abs. 5 VwVfG)', () => {
    expect(bisZuTag('2026-12-25', { ort, verschiebung: 'naechster-werktag' }).ende).toBe(
      '2026-12-28',
    );
    const kept = bisZuTag('2026-12-25', { ort, verschiebung: 'keine' });
    expect(kept.ende).toBe('2026-12-25');
    expect(kept.rechenweg.join(' ')).toContain('1. Weihnachtstag');
  });
});

describe('an extension (§ 190 BGB)', () => {
  it('is counted from the shifted end (BGH IX ZB 198/04)', () => {
    const first = berechneFrist({
      ...common,
      start: '2026-11-28',
      dauer: { zahl: 1, einheit: 'woche' },
    });
    expect(first.ende).toBe('2026-12-07');
    const longer = verlaengere(first, { ...common, dauer: { zahl: 1, einheit: 'woche' } });
    expect(longer.ende).toBe('2026-12-14');
    expect(longer.rechenweg[0]).toContain('§ 190 BGB');
  });
});

describe('an act that becomes known', () => {
  const asked = { weg: 'post', verfahren: 'vwvfg', tag: '2026-11-02', ort } as const;
  it('does so later where a later access is proven, never earlier', () => {
    expect(berechneBekanntgabe(asked).tag).toBe('2026-11-06');
    expect(berechneBekanntgabe({ ...asked, zugang: '2026-11-04' }).tag).toBe('2026-11-06');
    expect(berechneBekanntgabe({ ...asked, zugang: '2026-11-10' }).tag).toBe('2026-11-10');
  });
});

describe('the rules', () => {
  it('have names of their own, a legal basis and wordings that do not overlap', () => {
    expect(new Set(fristregeln.map((one) => one.kennung)).size).toBe(fristregeln.length);
    for (const { fassungen, kennung } of fristregeln) {
      for (const [index, one] of fassungen.entries()) {
        expect(one.grundlage, kennung).toMatch(/§|Art\./);
        const next = fassungen[index + 1];
        if (next !== undefined) expect(next.ab! > one.bis!, kennung).toBe(true);
      }
    }
  });

  it('say in German how the day was found', () => {
    const regel = fristregeln.find((one) => one.kennung === 'vwgo-70')!;
    const result = berechneNachRegel({
      regel,
      tag: '2026-10-14',
      ort,
      bekanntgabe: { weg: 'post', verfahren: 'vwvfg' },
    });
    expect(result?.rechenweg).toEqual([
      'Aufgabe zur Post: Mittwoch, 14.10.2026.',
      'Der Bescheid gilt am vierten Tag danach als bekannt gegeben (§ 41 Abs. 2 Satz 1 VwVfG, Fassung seit 01.01.2025): Sonntag, 18.10.2026.',
      'Dass dieser Tag kein Werktag ist, ändert nichts: Die Bekanntgabe ist nicht das Ende einer Frist.',
      'Bekanntgabe des Bescheids: Sonntag, 18.10.2026. Dieser Tag zählt nicht mit (§ 187 Abs. 1 BGB).',
      'Die Frist von 1 Monat beginnt am Montag, 19.10.2026.',
      '§ 188 Abs. 2 BGB: Die Frist endet an dem Tag, dessen Zahl dem Tag des Ereignisses entspricht: Mittwoch, 18.11.2026.',
      'Mittwoch, 18.11.2026 (Buß- und Bettag) ist kein Werktag.',
      'Die Frist endet mit Ablauf des nächsten Werktages (§ 31 Abs. 3 Satz 1 VwVfG): Donnerstag, 19.11.2026.',
      'Letzter Tag nach § 70 Abs. 1 Satz 1 VwGO: 19.11.2026.',
      'Ohne richtige Rechtsbehelfsbelehrung gilt ein Jahr (§ 70 Abs. 2, § 58 Abs. 2 VwGO).',
    ]);
    expect(result?.grundlage).toBe('§ 70 Abs. 1 Satz 1 VwGO, § 41 Abs. 2 Satz 1 VwVfG');
  });
});
