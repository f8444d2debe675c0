import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getBrief, moveTo } from '../brief.repository.js';
import { recordEreignis } from '../ereignis.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';

/** Lets the author's own word count where the template allows it; otherwise waits for a second person. */
export const release = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'release',
  queue: 'light',
  run: async ({ itemId }) => {
    const brief = await asSystem(deps.db, (tx) => getBrief(tx, itemId));
    const vierAugen = mittel.vorlagen.find(brief)?.vierAugen ?? true;
    if (vierAugen) {
      return {
        write: (tx) => recordEreignis(tx, { id: itemId, action: 'waits-for-release' }),
        next: { kind: 'wait' },
      };
    }
    return {
      write: async (tx) => {
        await moveTo(tx, {
          id: itemId,
          from: 'zur_freigabe',
          to: 'queued',
          freigabe: {
            von: brief.authorId,
            fristMinuten: deps.config.outbound.stornofristMinuten,
          },
        });
        await recordEreignis(tx, { id: itemId, action: 'released-by-author' });
      },
    };
  },
});
