import { addVermerk } from '#eakte/index.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getBrief, setBekanntgabe } from '../brief.repository.js';
import { bekanntgabeFiktion, langesDatum } from '../postausgang.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';

/** Notes for an administrative act the day on which it counts as made known, from which its Frist runs. */
export const followUp = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'followUp',
  queue: 'light',
  run: async ({ itemId }) => {
    const brief = await asSystem(deps.db, (tx) => getBrief(tx, itemId));
    const isAct = mittel.vorlagen.find(brief.vorlage)?.verwaltungsakt ?? false;
    if (!isAct || brief.sentAt === null) return {};
    const sent = germanDay(brief.sentAt);
    const day = bekanntgabeFiktion(sent);
    return {
      write: async (tx) => {
        await setBekanntgabe(tx, itemId, day);
        await addVermerk(tx, {
          vorgangId: brief.vorgangId,
          dokumentId: brief.dokumentId,
          art: 'Bekanntgabe',
          text: `Bei Aufgabe zur Post am ${langesDatum(sent)} gilt der Bescheid am ${langesDatum(day)} als bekannt gegeben (§ 41 Absatz 2 VwVfG).`,
        });
      },
    };
  },
});
