import { appendAudit } from '#audit/index.js';
import { type Conflict, InvalidInput, NotFound } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { finishItem, reopenItem } from '#pipeline/store.js';
import { setZustand } from '../clearing.repository.js';
import { getItem, type Item } from '../inhalt.repository.js';
import { bildAdresse } from '../seiten.repository.js';
import { copyPages, markSplit } from '../separation.repository.js';
import { conflict, requireChangeable, whyNot } from './aenderbar.js';
import { ersteStufe, legeBriefeAn } from './briefe.js';
import {
  emptyLetter,
  forgetReading,
  type Glied,
  type Gliedseite,
  insertKorrektur,
  listGlieder,
  listGliedseiten,
  lockStapel,
  orderOwnPages,
  readVersion,
  setSheets,
  takeLastKorrektur,
} from './seitenordnung.repository.js';
import type { GemerkteOrdnung, GeordneteSeite, Seitenordnung } from './seitenordnung.schema.js';

/** Who arranges pages, and how new items get their ids. */
export interface Auftrag {
  id: string;
  version: number;
  principal: Principal;
  requestId: string;
  newId: () => string;
}

interface Stand {
  stack: Item;
  glieder: readonly Glied[];
  seiten: readonly Gliedseite[];
  /** The letters that have pages now: the stack itself as long as it was not cut. */
  briefe: readonly Glied[];
  version: number;
  rueckgaengig: boolean;
}

const outdated = (): Conflict =>
  conflict(
    'ordnung-veraltet',
    'Die Seiten wurden inzwischen von jemand anderem geordnet. Bitte laden Sie die Ansicht neu.',
  );

const load = async (tx: Tx, id: string): Promise<Stand> => {
  const stackId = await lockStapel(tx, id);
  if (stackId === undefined)
    throw new NotFound({
      code: 'eingang-unbekannt',
      message: 'The item does not exist.',
      clerkMessage: 'Diesen Eingang gibt es nicht.',
    });
  const stack = await getItem(tx, stackId);
  if (stack.mailkopf !== null)
    throw conflict('kein-scan', 'Die Seiten einer E-Mail lassen sich nicht ordnen.');
  const glieder = await listGlieder(tx, stackId);
  const seiten = await listGliedseiten(
    tx,
    glieder.map((one) => one.id),
  );
  const isCut = glieder[0]?.zustand === 'geteilt';
  const briefe = glieder.filter((one) =>
    one.id === stackId ? !isCut : seiten.some((page) => page.posteingangId === one.id),
  );
  return { stack, glieder, seiten, briefe, ...(await readVersion(tx, stackId)) };
};

const pagesOf = ({ seiten }: Stand, id: string): GeordneteSeite[] =>
  seiten
    .filter((page) => page.posteingangId === id)
    .map(({ stapelSeite, drehung, ausgeschlossen }) => ({ stapelSeite, drehung, ausgeschlossen }));

const orderOf = (stand: Stand): GemerkteOrdnung => {
  const inLetters = new Set(
    stand.briefe.flatMap(({ id }) => pagesOf(stand, id).map((page) => page.stapelSeite)),
  );
  return {
    briefe: stand.briefe.map(({ id }) => ({ id, seiten: pagesOf(stand, id) })),
    trennseiten: pagesOf(stand, stand.stack.id)
      .map((page) => page.stapelSeite)
      .filter((page) => !inLetters.has(page)),
  };
};

/** What the page shows of a stack and its letters. @throws NotFound, Conflict for a mail */
export const zeigeSeitenordnung = async (tx: Tx, id: string): Promise<Seitenordnung> => {
  const stand = await load(tx, id);
  const { stack, seiten } = stand;
  const own = seiten.filter((page) => page.posteingangId === stack.id);
  // What has reached its unit is no longer the Poststelle's to see.
  const hidden = new Set(
    stand.briefe.filter(({ zustand }) => zustand === 'zugeordnet').map((letter) => letter.id),
  );
  const imageOf = (page: Gliedseite): string | null =>
    page.bildSha256 === null || hidden.has(page.posteingangId)
      ? null
      : bildAdresse(page.posteingangId, page.nummer, page.bildSha256);
  const { trennseiten } = orderOf(stand);
  return {
    stapelEingangId: stack.id,
    version: stand.version,
    rueckgaengig: stand.rueckgaengig,
    briefe: stand.briefe.map(({ id: letter, ...glied }) => ({
      id: letter,
      eingangsnummer: glied.eingangsnummer,
      zustand: glied.zustand,
      aenderbar: glied.zustand === 'clearing',
      hinweis: whyNot(glied),
      seiten: seiten
        .filter((page) => page.posteingangId === letter)
        .map((page) => ({
          stapelSeite: page.stapelSeite,
          drehung: page.drehung,
          ausgeschlossen: page.ausgeschlossen,
          leer: page.leer,
          bild: imageOf(page),
        })),
    })),
    trennseiten: own
      .filter((page) => trennseiten.includes(page.stapelSeite))
      .map((page) => ({
        stapelSeite: page.stapelSeite,
        drehung: page.drehung,
        leer: page.leer,
        grund: page.trennblatt ?? 'Trennblatt',
        bild: imageOf(page),
      })),
  };
};

const requireEveryPageOnce = (stand: Stand, target: GemerkteOrdnung): void => {
  const wanted = [
    ...target.briefe.flatMap((letter) => letter.seiten.map((page) => page.stapelSeite)),
    ...target.trennseiten,
  ].sort((a, b) => a - b);
  const scanned = pagesOf(stand, stand.stack.id)
    .map((page) => page.stapelSeite)
    .sort((a, b) => a - b);
  if (wanted.length === scanned.length && wanted.every((page, at) => page === scanned[at])) return;
  throw new InvalidInput({
    code: 'seiten-unvollstaendig',
    httpStatus: 422,
    message: 'Every scanned page has to occur exactly once, in a letter or as a sheet.',
    clerkMessage:
      'Jede gescannte Seite muss genau einmal vorkommen: in einem Brief oder als Trennblatt. Seiten, die nicht gebraucht werden, bitte ausschließen.',
  });
};

const runAgain = async (tx: Tx, glied: Glied): Promise<void> => {
  await forgetReading(tx, glied.id);
  await reopenItem(tx, glied.id, {
    stage: await ersteStufe(tx, glied.id),
    from: glied.zustand === 'geteilt' ? 'done' : 'clearing',
  });
  await setZustand(tx, glied.id, 'in_bearbeitung');
};

const vanish = async (tx: Tx, glied: Glied): Promise<void> => {
  requireChangeable(glied);
  await finishItem(tx, glied.id);
  await emptyLetter(tx, glied.id);
};

/** Makes the stack one letter again, or arranges the pages of an item that was never cut. */
const applyToStack = async (tx: Tx, stand: Stand, target: GemerkteOrdnung): Promise<string[]> => {
  const [stack] = stand.glieder;
  if (stack === undefined) return [];
  requireChangeable(stack);
  const letters = stand.briefe.filter((one) => one.id !== stack.id);
  for (const letter of letters) await vanish(tx, letter);
  await orderOwnPages(tx, stack.id, target.briefe[0]?.seiten ?? []);
  await runAgain(tx, stack);
  return [stack.id, ...letters.map((one) => one.id)];
};

const applyToLetters = async (
  tx: Tx,
  stand: Stand,
  context: { target: GemerkteOrdnung; newId: () => string },
): Promise<string[]> => {
  const { stack, glieder } = stand;
  const [root] = glieder;
  const changed: string[] = [];
  if (root !== undefined && root.zustand !== 'geteilt') {
    requireChangeable(root);
    await finishItem(tx, root.id);
    await markSplit(tx, root.id);
    changed.push(root.id);
  }
  const kept = new Set(context.target.briefe.map((letter) => letter.id));
  for (const gone of stand.briefe.filter((one) => one.id !== stack.id && !kept.has(one.id))) {
    await vanish(tx, gone);
    changed.push(gone.id);
  }
  const fresh: GeordneteSeite[][] = [];
  for (const { id, seiten } of context.target.briefe) {
    const glied = glieder.find((one) => one.id === id && one.id !== stack.id);
    if (glied === undefined) fresh.push(seiten);
    else if (JSON.stringify(seiten) !== JSON.stringify(pagesOf(stand, glied.id))) {
      requireChangeable(glied);
      await copyPages(tx, { from: stack.id, to: glied.id, pages: seiten });
      await runAgain(tx, glied);
      changed.push(glied.id);
    }
  }
  await setSheets(tx, stack.id, context.target.trennseiten);
  const firstPosition = Math.max(...glieder.map((one) => one.position)) + 1;
  const letters = fresh.map((seiten) => ({ seiten, deckblatt: null }));
  const made = await legeBriefeAn(tx, stack, letters, { newId: context.newId, firstPosition });
  return [...changed, ...made];
};

const apply = async (
  tx: Tx,
  stand: Stand,
  context: { target: GemerkteOrdnung; auftrag: Auftrag; action: string },
): Promise<void> => {
  const { target, auftrag } = context;
  requireEveryPageOnce(stand, target);
  const [only, ...more] = target.briefe;
  const isWhole =
    more.length === 0 && only?.id === stand.stack.id && target.trennseiten.length === 0;
  const changed = isWhole
    ? await applyToStack(tx, stand, target)
    : await applyToLetters(tx, stand, { target, newId: auftrag.newId });
  await appendAudit(
    tx,
    changed.map((objectId) => ({
      actor: actorOf(auftrag.principal),
      action: context.action,
      objectType: 'posteingang',
      objectId,
      requestId: auftrag.requestId,
    })),
  );
  await publish(
    tx,
    changed.map((id) => ({ kind: 'posteingang', id })),
  );
};

const requireKnownLetters = ({ glieder }: Stand, target: GemerkteOrdnung): void => {
  const ids = target.briefe.flatMap(({ id }) => (id === null ? [] : [id]));
  if (new Set(ids).size === ids.length && ids.every((id) => glieder.some((one) => one.id === id)))
    return;
  throw outdated();
};

/**
 * Arranges the pages of a stack anew: letters split, merged, turned, reordered, pages excluded. The scanned
 * stack is not touched; letters that changed run again, new ones get the next Eingangsnummern.
 * @throws Conflict when the order is outdated or a letter may not change; InvalidInput when a page is missing
 */
export const ordneSeiten = async (
  tx: Tx,
  auftrag: Auftrag,
  target: GemerkteOrdnung,
): Promise<void> => {
  const stand = await load(tx, auftrag.id);
  if (stand.version !== auftrag.version) throw outdated();
  requireKnownLetters(stand, target);
  const vorher = orderOf(stand);
  await apply(tx, stand, { target, auftrag, action: 'posteingang.seiten-geordnet' });
  const nachher = orderOf(await load(tx, auftrag.id));
  const { personId } = auftrag.principal;
  await insertKorrektur(tx, { stackId: stand.stack.id, personId, vorher, nachher });
};

/** Takes the last change back. @throws Conflict when there is none or a letter has gone on meanwhile */
export const nimmZurueck = async (tx: Tx, auftrag: Auftrag): Promise<void> => {
  const stand = await load(tx, auftrag.id);
  if (stand.version !== auftrag.version) throw outdated();
  const target = await takeLastKorrektur(tx, stand.stack.id);
  if (target === undefined)
    throw conflict('nichts-zurueckzunehmen', 'Es gibt keine Änderung, die zurückzunehmen wäre.');
  await apply(tx, stand, { target, auftrag, action: 'posteingang.seiten-zurueckgenommen' });
};
