import { addVermerk } from '#eakte/index.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getBrief, setBekanntgabe } from '../brief.repository.js';
import { bekanntgabeFiktion, langesDatum } from '../postausgang.js';
import type { Versandkanal } from '../postausgang.schema.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';

/** From what the days are counted, where it is not the Aufgabe zur Post. */
const versandwort: Partial<Record<Versandkanal, string>> = {
  email: 'Absendung',
  portal: 'Bereitstellung im Postfach',
};

/** Notes for an administrative act the day on which it counts as made known, from which its Frist runs. */
export const followUp = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'followUp',
  queue: 'light',
  run: async ({ itemId }) => {
    const brief = await asSystem(deps.db, (tx) => getBrief(tx, itemId));
    const isAct = mittel.vorlagen.find(brief)?.verwaltungsakt ?? false;
    if (!isAct || brief.sentAt === null || brief.kanal === null) return {};
    const sent = germanDay(brief.sentAt);
    const { land, gemeindefeiertage: gemeinde } = deps.config.fristen;
    const versand = { kanal: brief.kanal, tag: sent };
    const { tag: day, grundlage } = bekanntgabeFiktion(versand, { land, gemeinde });
    const sending = versandwort[brief.kanal] ?? 'Aufgabe zur Post';
    return {
      write: async (tx) => {
        await setBekanntgabe(tx, itemId, day);
        await addVermerk(tx, {
          vorgangId: brief.vorgangId,
          dokumentId: brief.dokumentId,
          art: 'Bekanntgabe',
          text: `Bei ${sending} am ${langesDatum(sent)} gilt der Bescheid am ${langesDatum(day)} als bekannt gegeben (${grundlage}).`,
        });
      },
    };
  },
});
