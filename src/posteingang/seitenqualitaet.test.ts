import { describe, expect, it } from 'vitest';
import { rescanAdvice, type Seitenqualitaet } from './seitenqualitaet.js';

const good: Seitenqualitaet = {
  dpi: 300,
  kantenMm: 0.2,
  kontrast: 0.8,
  schieflage: 0.4,
  angeschnitten: 0,
};

describe('the advice for the person at the scanner', () => {
  it('is none for a good page, a page without print and a page that nobody had to read', () => {
    expect(rescanAdvice(1, good, 0.94)).toBeNull();
    expect(rescanAdvice(1, { ...good, kantenMm: 0, dpi: 100 }, 0)).toBeNull();
    expect(rescanAdvice(1, null, null)).toBeNull();
  });

  it('is none for a faulty picture that was read well all the same', () => {
    expect(rescanAdvice(2, { ...good, dpi: 120, kontrast: 0.2, kantenMm: 0.7 }, 0.93)).toBeNull();
  });

  it.each([
    [{ dpi: 120 }, 'Seite 3 hat nur 120 dpi; bitte mit 300 dpi neu scannen.'],
    [{ kantenMm: 0.8 }, 'Seite 3 ist unscharf; bitte mit 300 dpi neu scannen.'],
    [{ kontrast: 0.15 }, 'Seite 3 ist sehr blass; bitte mit höherem Kontrast neu scannen.'],
    [{ schieflage: -3.8 }, 'Seite 3 liegt schief; bitte gerade einlegen und neu scannen.'],
  ])('names the fault of a page that was read badly: %o', (fault, sentence) => {
    expect(rescanAdvice(3, { ...good, ...fault }, 0.7)).toBe(sentence);
  });

  it('asks for the whole page where the edge cuts text, however well the rest was read', () => {
    expect(rescanAdvice(4, { ...good, angeschnitten: 9 }, 0.95)).toContain(
      'Auf Seite 4 ist Text am Rand abgeschnitten',
    );
  });

  it('asks to look at the letter where nothing explains why it was not read', () => {
    expect(rescanAdvice(5, good, 0.4)).toContain('Seite 5 ist schlecht lesbar');
  });
});
