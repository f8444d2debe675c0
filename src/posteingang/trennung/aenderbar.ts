import { Conflict } from '#errors.js';
import type { Glied } from './seitenordnung.repository.js';

/** The answer to an order of pages that cannot be had now. */
export const conflict = (code: string, clerkMessage: string): Conflict =>
  new Conflict({ code, message: `The pages cannot be arranged: ${code}.`, clerkMessage });

/** Why the pages of an item may not be arranged now, and what has to be done first; null where they may. */
export const whyNot = (glied: Omit<Glied, 'id'>): string | null => {
  const { eingangsnummer: nummer, einheit } = glied;
  switch (glied.zustand) {
    case 'clearing':
    case 'geteilt':
      return null;
    case 'in_bearbeitung':
      return `Eingang ${nummer} wird gerade verarbeitet. Bitte warten Sie, bis er fertig ist.`;
    case 'abgewiesen':
      return `Eingang ${nummer} ist abgewiesen. Seine Seiten lassen sich nicht mehr ordnen.`;
    case 'abgegeben':
      return `Eingang ${nummer} war nicht für uns und ist abgegeben. Seine Seiten lassen sich nicht mehr ordnen.`;
    case 'verschlossen':
      return `Eingang ${nummer} ist verschlossen und hat keine Seiten.`;
    case 'zugeordnet':
      return glied.hatVorgang
        ? `Eingang ${nummer} liegt bereits im Vorgang der Einheit ${einheit ?? ''} und bleibt dort, wie er ist. Fehlt ihm eine Seite oder gehört eine nicht dazu, bitte das Papier neu scannen.`
        : `Eingang ${nummer} liegt im Postkorb der Einheit ${einheit ?? ''}. Gibt sie ihn mit „Weitergeben“ an die Poststelle zurück, lassen sich seine Seiten hier ordnen.`;
  }
};

/** Only what waits in Clearing, or has no pages of its own any more, may change under the hands of the workers. @throws Conflict */
export const requireChangeable = (glied: Glied): void => {
  const why = whyNot(glied);
  if (why === null || glied.zustand === 'geteilt') return;
  const code = glied.zustand === 'in_bearbeitung' ? 'eingang-in-arbeit' : 'eingang-zugeordnet';
  throw conflict(code, why);
};
