import type { FristListe } from '#fristen/fristen.schema.js';
import { api } from '#web/api.js';
import { usePlace } from '#web/router.js';
import { useLoad } from '#web/use-load.js';

/** How many Fristen want something from this person now, beside the entry of the menu. */
export const FristCount = () => {
  const { path } = usePlace();
  const numbers = useLoad(`fristzahlen-${path}`, (signal) =>
    api.get<FristListe['anzahl']>('/api/fristen/zahlen', { signal }),
  );
  const due = numbers.data?.anMich ?? 0;
  if (due === 0) return null;
  return (
    <span class="count">
      {due}
      <span class="kern-sr-only"> zu bearbeiten</span>
    </span>
  );
};
