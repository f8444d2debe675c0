import type { z } from 'zod';
import type {
  Organisationseinheit,
  OrganisationseinheitListe,
} from '#organisation/organisation.schema.js';
import { api } from './api.js';
import { useLoad } from './use-load.js';

let kept: readonly Organisationseinheit[] | undefined;

/** All units, sorted by their sign; kept between pages, asked again each time. */
export const useEinheiten = (): readonly Organisationseinheit[] => {
  const loaded = useLoad('einheiten', async (signal) => {
    const answer = await api.get<z.infer<typeof OrganisationseinheitListe>>(
      '/api/organisationseinheiten',
      { signal },
    );
    kept = answer.organisationseinheiten.toSorted((a, b) =>
      a.kuerzel.localeCompare(b.kuerzel, 'de', { numeric: true }),
    );
    return kept;
  });
  return loaded.data ?? kept ?? [];
};

/** How a unit is called in lists and choices. */
export const einheitText = (unit: { kuerzel: string; name: string }): string =>
  `${unit.kuerzel} ${unit.name}`;
