import type { Stage } from '#pipeline/stage.js';
import { setKanal } from '../brief.repository.js';
import { insertKanalentscheidung } from '../kanalwahl.repository.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';
import { createVersandweg } from '../versandweg.js';

/** Decides the way out and stores why, with every way that was considered; without any, a person decides. */
export const chooseChannel = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => {
  const { waehle } = createVersandweg(deps, mittel);
  return {
    name: 'chooseChannel',
    queue: 'light',
    run: async ({ itemId: id }) => {
      const { wahl } = await waehle(id);
      const { kanal, grund } = wahl;
      if (kanal === undefined) {
        return {
          write: (tx) => insertKanalentscheidung(tx, { id, anlass: 'wahl', wahl }),
          next: { kind: 'clearing', reason: { code: 'kein-versandweg', text: grund } },
        };
      }
      const messageId = deps.messageIds.of(id);
      return {
        write: async (tx) => {
          await setKanal(tx, { id, kanal, grund, messageId });
          await insertKanalentscheidung(tx, { id, anlass: 'wahl', wahl });
        },
      };
    },
  };
};
