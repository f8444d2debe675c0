import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getBrief, setRendition } from '../brief.repository.js';
import { getKontext } from '../kontext.repository.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';

/** Sets the letter as PDF/A and stores it; what the second person sees is what will leave. */
export const render = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'render',
  queue: 'light',
  run: async ({ itemId }) => {
    const { brief, kontext, fassung } = await asSystem(deps.db, async (tx) => {
      const found = await getBrief(tx, itemId);
      const about = await getKontext(tx, found);
      const versions = await mittel.fassungen.of(tx, found, about.einheit.kuerzel);
      return { brief: found, kontext: about, fassung: versions };
    });
    const datum = brief.briefdatum ?? germanDay(deps.clock.now());
    const { vorlage } = brief;
    const code = deps.messageIds.briefcodes.of(itemId);
    const auftrag = { vorlage, fassung, kontext, brief, datum, code };
    const { bytes, pages } = await mittel.briefsatz.setze(auftrag);
    const { sha256, size } = await deps.blobs.write(bytes);
    return {
      write: (tx) => setRendition(tx, { id: itemId, sha256, size, seitenzahl: pages }),
    };
  },
});
