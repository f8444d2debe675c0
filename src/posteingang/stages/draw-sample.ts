import { createHmac } from 'node:crypto';
import { publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getItem } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { findWeg } from '../selbstannahme/selbstannahme.repository.js';
import { insertStichprobe } from '../selbstannahme/stichprobe.repository.js';

/** Whether an item belongs to the sample: the same answer each time, and nobody can choose it without the key. */
export const isDrawn = (itemId: string, { share, key }: { share: number; key: Buffer }): boolean =>
  createHmac('sha256', key).update(itemId).digest().readUInt32BE(0) / 2 ** 32 < share;

/** A random share of what would now go through alone waits for a person, who answers without seeing the machine's answer. */
export const drawSample = (
  deps: Pick<PosteingangDeps, 'db' | 'config' | 'stichprobenSchluessel'>,
): Stage => ({
  name: 'drawSample',
  queue: 'light',
  appliesTo: (_, itemId) =>
    Promise.resolve(
      isDrawn(itemId, {
        share: deps.config.understanding.sampleShare,
        key: deps.stichprobenSchluessel,
      }),
    ),
  run: async ({ itemId }) => {
    const { item, weg } = await asSystem(deps.db, async (tx) => ({
      item: await getItem(tx, itemId),
      weg: await findWeg(tx, itemId),
    }));
    const { organisationseinheitId, vorgangId } = item;
    if (organisationseinheitId === null || weg === undefined || weg === 'person') return {};
    return {
      write: async (tx) => {
        await insertStichprobe(tx, {
          posteingangId: itemId,
          weg,
          organisationseinheitId,
          vorgangId,
        });
        await publish(tx, [{ kind: 'posteingang', id: itemId }]);
      },
      next: { kind: 'wait' },
    };
  },
});
