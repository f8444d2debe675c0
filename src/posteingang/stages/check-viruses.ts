import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Stage, StageResult } from '#pipeline/stage.js';
import { listParts } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { quarantineReason, tooLargeReason } from '../virenpruefung/pruefung.js';
import {
  getVirenstand,
  listHashes,
  saveErgebnis,
} from '../virenpruefung/virenpruefung.repository.js';

type Deps = Pick<PosteingangDeps, 'db' | 'virenpruefung'>;

const isToBeChecked = async (tx: Tx, { virenpruefung }: Deps, id: string): Promise<boolean> =>
  virenpruefung.enabled && (await getVirenstand(tx, id)).virenpruefung !== 'freigegeben';

/** Has all files checked that are known of an item so far; a find ends in quarantine. */
const checkAll = async (
  { db, virenpruefung }: Deps,
  itemId: string,
  signal: AbortSignal,
): Promise<StageResult> => {
  const { virenpruefung: known, hashes } = await asSystem(db, async (tx) => ({
    ...(await getVirenstand(tx, itemId)),
    hashes: await listHashes(tx, itemId),
  }));
  // A false alarm runs through the same stage again.
  if (known === 'freigegeben') return {};
  // Without a check nothing leaves the quarantine.
  if (!virenpruefung.enabled)
    return known === 'befund' ? { next: { kind: 'clearing', reason: quarantineReason } } : {};
  const ergebnis = await virenpruefung.examine(hashes, signal);
  const write = async (tx: Tx): Promise<void> => void (await saveErgebnis(tx, itemId, ergebnis));
  if (ergebnis.virenpruefung === 'befund')
    return { write, next: { kind: 'clearing', reason: quarantineReason } };
  if (ergebnis.virenpruefung === 'ungeprueft' && virenpruefung.required)
    return { write, next: { kind: 'clearing', reason: tooLargeReason } };
  return { write };
};

/** Where the files of an item do not pass the check, what becomes of it; undefined where they do. */
export const refuseUnclean = async (
  deps: Deps,
  itemId: string,
  signal: AbortSignal,
): Promise<StageResult | undefined> => {
  const result = await checkAll(deps, itemId, signal);
  return result.next === undefined ? undefined : result;
};

/** Has the file checked before anything opens it. */
export const checkViruses = (deps: Deps): Stage => ({
  name: 'checkViruses',
  queue: 'light',
  appliesTo: (tx, itemId) => isToBeChecked(tx, deps, itemId),
  run: ({ itemId, signal }) => checkAll(deps, itemId, signal),
});

/**
 * Has the files checked that were found inside: clamd sees into mails and archives by itself, but not into what was
 * encrypted.
 */
export const checkEnclosures = (deps: Deps): Stage => ({
  name: 'checkEnclosures',
  queue: 'light',
  appliesTo: async (tx, itemId) =>
    (await isToBeChecked(tx, deps, itemId)) &&
    (await listParts(tx, itemId)).some(({ rolle }) => rolle === 'anlage'),
  run: ({ itemId, signal }) => checkAll(deps, itemId, signal),
});
