import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { compareSender, nameKeyOf, nameLikeness, type SenderFacts } from '#understanding/index.js';
import { getItem, listFields } from '../inhalt.repository.js';
import { findKnown } from './find-korrespondent.js';
import {
  insertKorrespondent,
  linkBeteiligte,
  linkEingang,
  listByNameKeys,
  listUnlinked,
  lock,
  recordTowns,
  tryLock,
} from './korrespondent.repository.js';

/** How sure two entries must be the same to become one: the same name, and an address, a town or a firm. */
const mergedFrom = 0.84;
const batch = 500;

/** Finds or makes the Korrespondent of each Beteiligter that has none yet; returns how many were done. */
const recordBatch = async (tx: Tx): Promise<number> => {
  if (!(await tryLock(tx))) return 0;
  const unlinked = await listUnlinked(tx, batch);
  const known = new Map<string, (SenderFacts & { id: string })[]>();
  const keys = [...new Set(unlinked.map(({ name }) => nameKeyOf(name)))];
  for (const one of await listByNameKeys(tx, keys))
    known.set(one.nameSchluessel, [...(known.get(one.nameSchluessel) ?? []), one]);
  const links: { id: string; korrespondentId: string }[] = [];
  for (const { id, ...facts } of unlinked) {
    const key = nameKeyOf(facts.name);
    const same = known.get(key)?.find((one) => compareSender(one, facts).sicherheit >= mergedFrom);
    const korrespondentId = same?.id ?? (await insertKorrespondent(tx, facts));
    if (same === undefined)
      known.set(key, [...(known.get(key) ?? []), { id: korrespondentId, ...facts }]);
    links.push({ id, korrespondentId });
  }
  if (links.length > 0) {
    await linkBeteiligte(tx, links);
    await recordTowns(
      tx,
      links.map(({ id }) => id),
    );
  }
  return links.length;
};

/** Brings the Korrespondenten up to the Beteiligte of all Vorgänge; a few transactions, nothing where nothing is new. */
export const recordBeteiligte = async (db: Db): Promise<void> => {
  let done = batch;
  while (done === batch) done = await asSystem(db, recordBatch);
};

/** The sender of an item as it stands now: a clerk may have corrected the name, then the address is not trusted. */
export const senderOfItem = async (tx: Tx, id: string): Promise<SenderFacts | undefined> => {
  const { absender } = await getItem(tx, id);
  if (absender === null) return undefined;
  const fields = await listFields(tx, id);
  const fieldOf = (name: string): string | null =>
    fields.find((field) => field.name === name)?.wert ?? null;
  const read = fieldOf('absenderOrganisation') ?? fieldOf('absenderName') ?? absender;
  if (nameLikeness(read, absender) < 0.85) return { name: absender };
  return {
    name: absender,
    strasse: fieldOf('absenderStrasse'),
    plz: fieldOf('absenderPlz'),
    ort: fieldOf('absenderOrt'),
    email: fieldOf('absenderEmail'),
  };
};

/** Remembers who has sent an item that has reached its unit: the known one, or somebody new. */
export const recordSender = async (tx: Tx, posteingangId: string): Promise<void> => {
  const given = await senderOfItem(tx, posteingangId);
  if (given === undefined) return;
  await lock(tx);
  const known = await findKnown(tx, given);
  const korrespondentId = known?.id ?? (await insertKorrespondent(tx, given));
  await linkEingang(tx, { posteingangId, korrespondentId });
};
