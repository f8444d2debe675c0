import { expect, it } from 'vitest';
import { languagesToTry } from './languages.js';

const wordsOf = (text: string) =>
  text.split(' ').map((word) => ({
    text: word,
    confidence: 0.9,
    line: 0,
    box: { left: 0, top: 0, right: 1, bottom: 1 },
  }));

const german = wordsOf(
  'Sehr geehrte Damen und Herren, gegen den Bescheid lege ich Widerspruch ein. Bitte bestätigen Sie mir das.',
);
const english = wordsOf(
  'Thank you for your letter. We have received the application and would ask you to send the form to our office.',
);

it('a German page is read once', () => {
  expect(languagesToTry(german, ['deu', 'eng'], false)).toEqual([]);
});

it('an English page is read again in English, if that is configured', () => {
  expect(languagesToTry(english, ['deu', 'eng', 'pol'], false)).toEqual(['eng']);
  expect(languagesToTry(english, ['deu', 'pol'], false)).toEqual([]);
  expect(languagesToTry(english, ['deu'], false)).toEqual([]);
});

it('a German page with an English sentence stays German', () => {
  const mixed = [...german, ...wordsOf('The letter was sent to you with the form')];
  expect(languagesToTry(mixed, ['deu', 'eng'], false)).toEqual([]);
});

it('another script is tried where the page made no sense', () => {
  expect(languagesToTry(wordsOf('3anpa Bac npo'), ['deu', 'eng', 'ukr'], true)).toEqual(['ukr']);
  expect(languagesToTry(german, ['deu', 'eng', 'ukr'], false)).toEqual([]);
});
