import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import { type Principal, sichtbarerPostausgang, viewOf } from '#organisation/index.js';
import { findBrief, findItemState, noSuchLetter } from './brief.repository.js';
import { erlaubtOf } from './erlaubt.js';
import type { PostausgangDetail, PostausgangZeile } from './postausgang.schema.js';
import {
  findDetailRow,
  listVerlauf,
  listVersuche,
  type ZeileRow,
} from './postausgang-list.repository.js';
import { toVerlauf } from './verlauf.js';
import type { Vorlagen } from './vorlagen.js';

/** One line with what its template says. */
export const toZeile = (row: ZeileRow, vorlagen: Vorlagen): PostausgangZeile => {
  const { fassung, ...line } = row;
  const vorlage = fassung ?? vorlagen.find({ vorlage: row.vorlage, vorlageDaten: null });
  return {
    ...line,
    vorlageTitel: vorlage?.titel ?? row.vorlage,
    vierAugen: vorlage?.vierAugen ?? true,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    versandAb: row.versandAb?.toISOString() ?? null,
  };
};

const addressesOf = (id: string, seitenzahl: number | null, isSet: boolean) => ({
  datei: isSet ? `/api/postausgaenge/${id}/datei` : null,
  seiten: isSet
    ? Array.from(
        { length: seitenzahl ?? 0 },
        (_, index) => `/api/postausgaenge/${id}/seiten/${index + 1}/bild`,
      )
    : [],
});

/** Reads a letter with its history, for who may see it. @throws NotFound */
export const readDetail = async (
  deps: { db: Db; vorlagen: Vorlagen },
  principal: Principal,
  id: string,
): Promise<PostausgangDetail> => {
  const { db, vorlagen } = deps;
  const visible = sichtbarerPostausgang(principal, 'p');
  const found = await inTransaction(db, viewOf(principal), async (tx) => {
    const brief = await findBrief(tx, visible, id);
    const row = await findDetailRow(tx, visible, id);
    if (brief === undefined || row === undefined) return undefined;
    const itemState = await findItemState(tx, id);
    return { brief, row, itemState, versuche: await listVersuche(tx, id) };
  });
  if (found === undefined) throw noSuchLetter();
  const { brief, row, itemState, versuche } = found;
  const verlauf = await asSystem(db, (tx) => listVerlauf(tx, id));
  const { freigegebenAt, naechsterVersuchAt, nachweise, fassung: _fassung, ...rest } = row;
  const isSet = brief.renditionSha256 !== null && brief.zustand !== 'entwurf';
  return {
    ...rest,
    ...toZeile(row, vorlagen),
    version: brief.version,
    empfaenger: brief.empfaenger,
    inhalt: brief.inhalt,
    kanalWunsch: brief.kanalWunsch,
    pruefung: brief.pruefung,
    freigegebenAt: freigegebenAt?.toISOString() ?? null,
    naechsterVersuchAt: naechsterVersuchAt?.toISOString() ?? null,
    messageId: brief.messageId,
    fehler:
      brief.fehlerCode === null ? null : { code: brief.fehlerCode, text: brief.fehlerText ?? '' },
    nachweise,
    versuche,
    verlauf: toVerlauf(verlauf),
    dokumentId: brief.dokumentId,
    ...addressesOf(id, brief.seitenzahl, isSet),
    erlaubt: erlaubtOf(principal, { brief, vorlagen, itemState }),
  };
};
