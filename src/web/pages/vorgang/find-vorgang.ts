import type { z } from 'zod';
import type { VorschlagListe, ZuordnungszielListe } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import type { Choice } from '#web/ui/combobox.js';

/** A Vorgang found while typing, with the unit in charge. */
export interface FoundVorgang extends Choice {
  einheitId: string;
}

/**
 * Vorgänge for what was typed: those that the person may read with subject and Beteiligte, and any whose
 * Geschäftszeichen was typed completely, for the Clearing, which assigns without reading them.
 */
export const findVorgaenge = async (
  text: string,
  options: { signal: AbortSignal; mayRead: boolean; mayClear: boolean },
): Promise<FoundVorgang[]> => {
  const { signal, mayRead, mayClear } = options;
  const [suggested, exact] = await Promise.all([
    mayRead
      ? api.get<z.infer<typeof VorschlagListe>>('/api/vorgaenge/vorschlaege', {
          query: { q: text },
          signal,
        })
      : { vorschlaege: [] },
    text.length < 3 || !mayClear
      ? { ziele: [] }
      : api.get<z.infer<typeof ZuordnungszielListe>>('/api/vorgaenge/zuordnungsziel', {
          query: { zeichen: text },
          signal,
        }),
  ]);
  const found = new Map<string, FoundVorgang>();
  for (const one of suggested.vorschlaege) {
    found.set(one.id, {
      id: one.id,
      text: `${one.geschaeftszeichen} ${one.betreff}`,
      detail: [
        `${one.organisationseinheit.kuerzel} ${one.organisationseinheit.name}`,
        ...one.beteiligte,
        ...(one.zustand === 'zda' ? ['zu den Akten'] : []),
      ].join(' · '),
      einheitId: one.organisationseinheit.id,
    });
  }
  for (const one of exact.ziele) {
    if (found.has(one.id)) continue;
    found.set(one.id, {
      id: one.id,
      text: one.geschaeftszeichen,
      detail: `${one.organisationseinheit.kuerzel} ${one.organisationseinheit.name}`,
      einheitId: one.organisationseinheit.id,
    });
  }
  return [...found.values()];
};
