import type { PageWork } from '#tools/ocr/create-ocr-pool.js';

const german = (value: number, digits = 0): string =>
  value.toLocaleString('de-DE', { maximumFractionDigits: digits });

/** The name of a language by its code of three letters (ISO 639-2); the code itself where it has none. */
const languageName = (code: string): string =>
  new Intl.DisplayNames('de', { type: 'language', fallback: 'code' }).of(
    code.split('_')[0] ?? '',
  ) ?? code;

/** Pages that were read before languages were noted were read in German. */
const isForeign = (language: string | undefined): boolean => (language ?? 'deu') !== 'deu';

/** What was done with the picture of a page before it was read, in words for the page view; nothing for null. */
export const describeWork = (work: PageWork | null): string[] => {
  if (work === null) return [];
  const steps: [boolean, string][] = [
    [work.turned !== 0, `um ${work.turned}° gedreht`],
    [work.levelled !== 0, `um ${german(Math.abs(work.levelled), 1)}° gerade gerichtet`],
    [work.darkenedFrom !== null, 'blasser Druck verstärkt'],
    [work.borders > 0, 'dunkle Ränder entfernt'],
    [work.specks > 0, `${german(work.specks)} Flecken entfernt`],
    [work.rules > 0, 'Linien ausgeblendet'],
    [isForeign(work.language), `Sprache: ${languageName(work.language)}`],
    [work.secondLook > 0, `${german(work.secondLook)} Wörter im zweiten Durchgang gefunden`],
    [work.gentle, 'mit einfachen Einstellungen gelesen, weil der erste Versuch abbrach'],
  ];
  return [
    'Untergrund aufgehellt',
    ...steps.filter(([done]) => done).map(([, words]) => words),
    `mit ${german(work.dpi)} dpi gelesen`,
  ];
};
