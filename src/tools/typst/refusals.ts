import { InvalidInput, ToolFailed } from '#errors.js';
import type { Refusal } from './protocol.js';

const clerkTexts: Readonly<Record<string, string>> = {
  'anschrift-zu-lang':
    'Die Anschrift passt nicht in das Fenster des Umschlags: höchstens sechs Zeilen zu je 80 mm. Bitte kürzen Sie Name oder Zusatz.',
  'baustein-unbekannt': 'Der Brief enthält einen Baustein, den die Vorlage nicht kennt.',
};

/** What the clerk can change, as an error that says it. */
export const toInvalidInput = (refusal: Refusal): InvalidInput => {
  const characters = refusal.characters ?? [];
  const points = characters.map(
    (character) =>
      `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  const glyphs =
    characters.length === 0
      ? 'Der Brief enthält Zeichen, die nicht gedruckt werden können.'
      : `Diese Zeichen können nicht gedruckt werden: ${characters.slice(0, 10).join(' ')} (${points.slice(0, 10).join(', ')}). Bitte ersetzen Sie sie.`;
  return new InvalidInput({
    httpStatus: 422,
    code: refusal.code,
    message:
      refusal.code === 'glyph-missing'
        ? `The font has no glyph for ${points.length || 'some'} character(s) of the data.`
        : `The template refused the data: ${refusal.code}.`,
    clerkMessage:
      refusal.code === 'glyph-missing'
        ? glyphs
        : (clerkTexts[refusal.code] ?? 'Der Brief kann so nicht gesetzt werden.'),
  });
};

/** A fault of the child process or of a template; `why` quotes no document content. */
export const typesetterFailed = (code: string, why: string): ToolFailed =>
  new ToolFailed({
    code,
    message: `Typst: ${why}.`,
    clerkMessage: 'Der Brief konnte nicht gesetzt werden. Bitte versuchen Sie es noch einmal.',
  });
