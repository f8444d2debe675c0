import type { PageWork } from '#tools/ocr/create-ocr-pool.js';

const german = (value: number, digits = 0): string =>
  value.toLocaleString('de-DE', { maximumFractionDigits: digits });

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
    [work.secondLook > 0, `${german(work.secondLook)} Wörter im zweiten Durchgang gefunden`],
    [work.gentle, 'mit einfachen Einstellungen gelesen, weil der erste Versuch abbrach'],
  ];
  return [
    'Untergrund aufgehellt',
    ...steps.filter(([done]) => done).map(([, words]) => words),
    `mit ${german(work.dpi)} dpi gelesen`,
  ];
};
