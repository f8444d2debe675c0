import { appendAudit } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import {
  actorOf,
  arbeitetIn,
  type Principal,
  sichtbareVergabe,
  viewOf,
} from '#organisation/index.js';
import { masterKeyOfConfig, openAngaben } from './annahme.js';
import type { By } from './oeffnung.js';
import {
  type Angebot,
  findVergabe,
  insertVergabe,
  listAngebote,
  listVergaben,
  lockVergabe,
  moveFrist,
  openAngebote,
  setErsteFreigabe,
  setGeoeffnet,
  type VergabeRow,
  zweiteFreigabeMinuten,
} from './vergabe.repository.js';
import type { Oeffnungsprotokoll, Vergabe, VergabeWunsch } from './vergabe.schema.js';

const noSuchTender = (): NotFound =>
  new NotFound({
    code: 'vergabe-unbekannt',
    message: 'There is no such tender, or the person may not see it.',
    clerkMessage: 'Diese Vergabe gibt es nicht, oder Sie gehören nicht zur Vergabestelle.',
  });

const conflict = (code: string, message: string, clerkMessage: string): Conflict =>
  new Conflict({ code, message, clerkMessage });

const stillRunning = (): Conflict =>
  conflict(
    'angebotsfrist-laeuft',
    'The deadline has not passed by the clock of the database; the bids are locked.',
    'Die Angebotsfrist läuft noch. Bis zu ihrem Ende sind die Angebote gesperrt (§ 55 Abs. 1 VgV).',
  );

const alreadyOpened = (): Conflict =>
  conflict(
    'vergabe-geoeffnet',
    'The bids of this tender have been opened.',
    'Die Angebote dieser Vergabe sind bereits geöffnet.',
  );

const secondPerson = (): Conflict =>
  conflict(
    'zweite-person-noetig',
    'The same person has released first; another one has to confirm.',
    'Sie haben bereits freigegeben. Eine zweite Person der Vergabestelle muss mit ihrer eigenen Anmeldung bestätigen (§ 55 Abs. 2 VgV).',
  );

/** Whether this principal may release: a person at a screen, of the unit that tenders. */
const mayRelease = (principal: Principal, row: Pick<VergabeRow, 'einheit'>): boolean =>
  principal.kind === 'person' && arbeitetIn(principal, row.einheit.id);

const toVergabe = (row: VergabeRow, principal: Principal): Vergabe => {
  const {
    ersteFreigabeVon,
    ersteFreigabeName,
    ersteFreigabeAt,
    ersteGilt,
    jetzt: _,
    ...rest
  } = row;
  const open = row.geoeffnetAt === null;
  const may = mayRelease(principal, row);
  return {
    ...rest,
    angebotsfrist: row.angebotsfrist.toISOString(),
    geoeffnetAt: row.geoeffnetAt?.toISOString() ?? null,
    ersteFreigabe:
      ersteFreigabeVon !== null && ersteFreigabeAt !== null && (ersteGilt || !open)
        ? {
            personId: ersteFreigabeVon,
            name: ersteFreigabeName ?? '',
            at: ersteFreigabeAt.toISOString(),
          }
        : null,
    darf: {
      freigeben:
        may && open && row.fristVorbei && !(ersteGilt && ersteFreigabeVon === principal.personId),
      fristVerlaengern: may && open && !row.fristVorbei,
    },
  };
};

/** Tenders: made by the unit that tenders, locked until the deadline, opened by two of it together. */
export const createVergaben = (deps: { db: Db; blobs: BlobStore; config: Config }) => {
  const { db, blobs, config } = deps;

  const note = (tx: Tx, id: string, by: By, action: string, detail = {}): Promise<unknown> =>
    appendAudit(tx, [
      {
        actor: actorOf(by.principal),
        action: `vergabe.${action}`,
        objectType: 'vergabe',
        objectId: id,
        detail,
        requestId: by.requestId,
      },
    ]);

  /** @throws NotFound */
  const get = async (id: string, principal: Principal): Promise<Vergabe> => {
    const row = await inTransaction(db, viewOf(principal), (tx) =>
      findVergabe(tx, sichtbareVergabe(principal, 'v'), id),
    );
    if (row === undefined) throw noSuchTender();
    return toVergabe(row, principal);
  };

  const list = async (principal: Principal): Promise<Vergabe[]> =>
    (
      await inTransaction(db, viewOf(principal), (tx) =>
        listVergaben(tx, sichtbareVergabe(principal, 'v')),
      )
    ).map((row) => toVergabe(row, principal));

  /** @throws Forbidden for another unit; Conflict for a sign that is taken */
  const create = async (wunsch: VergabeWunsch, by: By): Promise<Vergabe> => {
    if (!arbeitetIn(by.principal, wunsch.einheitId))
      throw new Forbidden({
        code: 'fremde-einheit',
        message: 'A tender is made by who works in its unit.',
        clerkMessage: 'Eine Vergabe legt an, wer in der Vergabestelle arbeitet.',
      });
    const id = await asSystem(db, async (tx) => {
      const made = await insertVergabe(tx, { ...wunsch, personId: by.principal.personId });
      if (made === undefined)
        throw conflict(
          'vergabe-vergeben',
          'The sign of the tender is taken.',
          'Dieses Kennzeichen gibt es bereits.',
        );
      await note(tx, made, by, 'created', { angebotsfrist: wunsch.angebotsfrist });
      return made;
    });
    return get(id, by.principal);
  };

  /** Moves the deadline to a later time while it runs. @throws NotFound, InvalidInput */
  const extend = async (id: string, angebotsfrist: string, by: By): Promise<Vergabe> => {
    const before = await get(id, by.principal);
    await asSystem(db, async (tx) => {
      if (!before.darf.fristVerlaengern || (await moveFrist(tx, id, angebotsfrist)) === 0)
        throw new InvalidInput({
          code: 'angebotsfrist-fest',
          httpStatus: 422,
          message: 'A deadline is only moved later, and only before it has passed.',
          clerkMessage: 'Die Frist lässt sich nur verlängern, und nur, solange sie läuft.',
        });
      await note(tx, id, by, 'frist-verlaengert', { vorher: before.angebotsfrist, angebotsfrist });
    });
    return get(id, by.principal);
  };

  /** A line of the protocol; what came late, or on paper, stays closed in it. */
  const lineOf = async (bid: Angebot, index: number) => {
    const opens = !bid.verspaetet && bid.inhalt === 'datei';
    const key = opens ? (await masterKeyOfConfig(config)).unwrap(bid.schluessel) : undefined;
    // The bytes must be those that came; an opening of damaged ones would prove nothing.
    if (opens) await blobs.verify(bid.sha256);
    const angaben = key === undefined ? undefined : openAngaben(key, bid.angaben);
    return {
      id: bid.posteingangId,
      nummer: index + 1,
      eingangsnummer: bid.eingangsnummer,
      eingegangenAt: bid.eingegangenAt.toISOString(),
      verspaetet: bid.verspaetet,
      siegelSha256: bid.sha256,
      inhalt: bid.inhalt,
      absender: angaben?.absender ?? null,
      dateiname: angaben?.dateiname ?? null,
      size: angaben?.size ?? null,
      sha256: angaben?.sha256 ?? null,
    };
  };

  const open = async (tx: Tx, row: VergabeRow, by: By): Promise<void> => {
    const { principal } = by;
    const angebote = await listAngebote(tx, row.id);
    const now = row.jetzt;
    const protokoll: Oeffnungsprotokoll = {
      vergabe: { kennzeichen: row.kennzeichen, bezeichnung: row.bezeichnung },
      einheit: `${row.einheit.kuerzel} ${row.einheit.name}`,
      angebotsfrist: row.angebotsfrist.toISOString(),
      ersteFreigabe: {
        personId: row.ersteFreigabeVon ?? '',
        name: row.ersteFreigabeName ?? '',
        at: row.ersteFreigabeAt?.toISOString() ?? '',
      },
      zweiteFreigabe: {
        personId: principal.personId,
        name: principal.name,
        at: now.toISOString(),
      },
      angebote: await Promise.all(angebote.map(lineOf)),
    };
    await setGeoeffnet(tx, row.id, { personId: principal.personId, protokoll });
    await openAngebote(tx, row.id, principal.personId);
    await note(tx, row.id, by, 'geoeffnet', {
      angebote: angebote.length,
      verspaetet: angebote.filter(({ verspaetet }) => verspaetet).length,
    });
  };

  /**
   * The first of two releases, or the second, which opens the bids. Both people work in the unit, each with a sign-in of
   * their own, the second within thirty minutes; nobody releases before the deadline has passed by the database's clock
   * (§ 55 VgV). @throws NotFound, Forbidden, Conflict
   */
  const release = async (id: string, by: By): Promise<Vergabe> => {
    await get(id, by.principal);
    await asSystem(db, async (tx) => {
      const row = await lockVergabe(tx, id);
      if (row === undefined) throw noSuchTender();
      if (!mayRelease(by.principal, row)) throw notOfTheUnit();
      if (row.geoeffnetAt !== null) throw alreadyOpened();
      if (!row.fristVorbei) throw stillRunning();
      if (row.ersteGilt && row.ersteFreigabeVon === by.principal.personId) throw secondPerson();
      if (row.ersteGilt) return open(tx, row, by);
      await setErsteFreigabe(tx, id, by.principal.personId);
      await note(tx, id, by, 'erste-freigabe', { minuten: zweiteFreigabeMinuten });
    });
    return get(id, by.principal);
  };

  return { list, get, create, extend, release };
};

const notOfTheUnit = (): Forbidden =>
  new Forbidden({
    code: 'nicht-vergabestelle',
    message: 'Only a signed-in person of the unit that tenders releases; tokens do not.',
    clerkMessage: 'Nur Personen der Vergabestelle geben frei, jede mit ihrer eigenen Anmeldung.',
  });
