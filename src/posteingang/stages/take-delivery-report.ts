import { publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import type { Stage } from '#pipeline/stage.js';
import { findBezug, recordMeldung, successCode } from '../bezug.js';
import { markAttached, setDecided } from '../clearing.repository.js';
import { describeItem, getItem } from '../inhalt.repository.js';
import { findMailart } from '../mailart.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';

/**
 * Takes a report of success on a letter of ours as its evidence and ends there: a paper of the Vorgang it is not, and
 * nobody has to read that a mail has arrived. It stays in the Posteingangsbuch, with the unit of the letter. Reports
 * on other mails, and those of failures and delays, go the way of all mail.
 */
export const takeDeliveryReport = (deps: PosteingangDeps): Stage => ({
  name: 'takeDeliveryReport',
  queue: 'light',
  appliesTo: async (tx, itemId) => (await findMailart(tx, itemId))?.reason.code === successCode,
  run: async ({ itemId }) => {
    const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
    const bezug = await findBezug(deps, item);
    const einheiten = await asSystem(deps.db, listEinheiten);
    const einheit = einheiten.find(({ kuerzel }) => kuerzel === bezug?.vorgang.einheit);
    if (bezug === undefined || einheit === undefined) return {};
    const { vorgangId, geschaeftszeichen } = bezug.vorgang;
    return {
      write: async (tx) => {
        await recordMeldung(tx, deps, { bezug, posteingangId: itemId, text: '' });
        await setDecided(tx, itemId, { organisationseinheitId: einheit.id, vorgangId });
        await describeItem(tx, itemId, { geschaeftszeichen });
        await markAttached(tx, itemId, { organisationseinheitId: einheit.id, dokumentId: null });
        await publish(tx, [{ kind: 'posteingang', id: itemId }]);
      },
      next: { kind: 'done' },
    };
  },
});
