import { publish } from '#infrastructure/database/events.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import type { Stage } from '#pipeline/stage.js';
import { lane, moveToLane } from '#pipeline/store.js';
import { findBezug } from '../bezug.js';
import { setDecided } from '../clearing.repository.js';
import { describeItem, getItem } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { listCodes } from '../seiten.repository.js';

const ownSheet = /^PSB1/;
/** A stack that is still to be divided belongs to nobody as a whole. */
const separator = /^(PSTB2|POSTSTELLE:TRENNBLATT)/;

const carriesOwnSheet = async (tx: Tx, id: string): Promise<boolean> => {
  const codes = await listCodes(tx, id);
  return codes.some((text) => ownSheet.test(text)) && !codes.some((text) => separator.test(text));
};

/**
 * Finds the Vorgang of a reply, a form or a returned letter by the signed code on our sheet, before its text is read: it
 * is known at once and the item overtakes what waits. Its text is read all the same; what it says may still contradict.
 */
export const recogniseSheet = (deps: PosteingangDeps): Stage => ({
  name: 'recogniseSheet',
  queue: 'light',
  appliesTo: carriesOwnSheet,
  run: async ({ itemId }) => {
    const bezug = await findBezug(deps, await asSystem(deps.db, (tx) => getItem(tx, itemId)));
    const einheiten = await asSystem(deps.db, listEinheiten);
    const einheit = einheiten.find(({ kuerzel }) => kuerzel === bezug?.vorgang.einheit);
    if (bezug?.art !== 'blatt' || einheit === undefined) return {};
    const { vorgangId, geschaeftszeichen } = bezug.vorgang;
    return {
      write: async (tx) => {
        await setDecided(tx, itemId, { organisationseinheitId: einheit.id, vorgangId });
        await describeItem(tx, itemId, { geschaeftszeichen });
        await deps.eigeneSchreiben.noteSheet(tx, bezug.letter, itemId);
        await moveToLane(tx, itemId, lane.interactive);
        await publish(tx, [{ kind: 'posteingang', id: itemId }]);
      },
    };
  },
});
