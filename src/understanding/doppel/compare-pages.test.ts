import { describe, expect, it } from 'vitest';
import { plainPage } from '#test/support/page-of.js';
import { comparePages, type LetterFacts } from './compare-pages.js';
import { fingerprintOf } from './page-fingerprint.js';

const nothing: LetterFacts = { name: null, datum: null, geschaeftszeichen: null };
const text = `Wohnungsgenossenschaft Weberviertel, Schillerstraße 7, Rechnung 10442 vom 12.11.2026
Sehr geehrte Damen und Herren, für die Gebäudereinigung im Monat Oktober berechnen wir vereinbarungsgemäß
folgende Leistungen: Treppenhaus, Fenster, Außenanlagen, Winterdienst und Entsorgung. Bitte überweisen Sie
den Gesamtbetrag von 1.482,30 EUR auf unser Konto bei der Sparkasse. Ansprechpartnerin ist Frau Anna Kretzschmar.
Mit freundlichen Grüßen, die Buchhaltung der Genossenschaft`;

const compare = (a: string, b: string, facts: Partial<LetterFacts>[] = []) =>
  comparePages(
    { text: plainPage(a), facts: { ...nothing, ...facts[0] } },
    { text: plainPage(b), facts: { ...nothing, ...facts[1] } },
  );

describe('one page that came twice', () => {
  it.each([
    ['as it was', text],
    ['with a line of a fax machine', `13.11.2026 7:53 03500 43919 -> 03500 4889999 S. 1\n${text}`],
    ['with our stamp', `Eingegangen am\n17. November 2026\nPoststelle\n${text}`],
    [
      'with faults of recognition',
      text.replace('Gebäude', 'Gebaude').replace('Sparkasse', 'Sparkassc'),
    ],
    [
      'with a word divided and two joined',
      text.replace('Winterdienst', 'Winter dienst').replace('den Gesamt', 'denGesamt'),
    ],
  ])('%s is the same', (_how, other) => {
    expect(compare(text, other)).toMatchObject({ same: true, contradictions: 0 });
  });

  it.each([
    ['name', text.replace('Anna Kretzschmar', 'Ines Kretzschmar')],
    ['invoice number', text.replace('10442', '10443')],
    ['amount', text.replace('1.482,30', '1.482,90')],
    ['day', text.replace('12.11.2026', '12.12.2026')],
  ])('a form letter with another %s is another letter', (_what, other) => {
    expect(compare(text, other).same).toBe(false);
  });

  it('two letters whose senders, days or signs contradict are two', () => {
    expect(compare(text, text, [{ datum: '2026-11-12' }, { datum: '2026-11-19' }]).same).toBe(
      false,
    );
    expect(compare(text, text, [{ name: 'Anna Kunze' }, { name: 'Berta Kunze' }]).same).toBe(false);
    expect(compare(text, text, [{ name: 'Anna Kunze' }, { name: null }]).same).toBe(true);
  });

  it('its keys survive faults of recognition; too short a page has none', () => {
    const [one, other] = [
      fingerprintOf({ text }),
      fingerprintOf({ text: text.replace('Gebäude', 'Gebaude') }),
    ];
    expect(one?.bands.some((band) => other?.bands.includes(band))).toBe(true);
    expect(one?.marks).toEqual(other?.marks);
    expect(fingerprintOf({ text: 'Vielen Dank für die Übersendung' })).toBeNull();
  });
});
