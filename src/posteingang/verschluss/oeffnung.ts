import type { Readable } from 'node:stream';
import { appendAudit } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { Conflict, NotFound } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import { openSealed } from '#infrastructure/sealing/sealed-stream.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { actorOf, type Principal, viewOf } from '#organisation/index.js';
import { lane, startItem } from '#pipeline/store.js';
import { isMailType } from '#tools/media-type.js';
import { masterKeyOfConfig, openAngaben } from './annahme.js';
import { verschlusssicht } from './sicht.js';
import type { Angaben } from './siegel.js';
import {
  findVerschluss,
  lockSiegel,
  type Siegelzeile,
  setErledigt,
  setGeoeffnetVon,
  setOffeneBytes,
  setZuweisung,
} from './verschluss.repository.js';
import type { VerschlussZeile, Zuweisung } from './verschluss.schema.js';

/** Who acts, and in which request. */
export interface By {
  principal: Principal;
  requestId: string;
}

const noSuchSeal = (): NotFound =>
  new NotFound({
    code: 'verschluss-unbekannt',
    message: 'There is no such sealed item, or the person may not know of it.',
    clerkMessage: 'Diese verschlossene Sendung gibt es nicht, oder sie ist nicht für Sie bestimmt.',
  });

const notAllowed = (): Conflict =>
  new Conflict({
    code: 'verschluss-stand',
    message: 'The sealed item is not in the state that this needs, or is not the person’s to open.',
    clerkMessage:
      'Das ist bei dieser Sendung nicht möglich: Sie ist nicht an Sie gerichtet, noch gesperrt oder schon erledigt.',
  });

/** What people do with sealed mail. Who may do it was decided by the predicates of visibility. */
export const createVerschluss = (deps: {
  db: Db;
  blobs: BlobStore;
  config: Config;
  afterCommit: (queues: readonly string[]) => void;
}) => {
  const { db, blobs, config } = deps;

  /** The line as the person may read it. @throws NotFound */
  const get = async (id: string, principal: Principal): Promise<VerschlussZeile> => {
    const found = await inTransaction(db, viewOf(principal), (tx) =>
      findVerschluss(tx, verschlusssicht(principal), id),
    );
    if (found === undefined) throw noSuchSeal();
    return found;
  };

  const note = async (tx: Tx, id: string, by: By, action: string, detail = {}): Promise<void> => {
    await appendAudit(tx, [
      {
        actor: actorOf(by.principal),
        action: `verschluss.${action}`,
        objectType: 'posteingang',
        objectId: id,
        detail,
        requestId: by.requestId,
      },
    ]);
    await publish(tx, [{ kind: 'posteingang', id }]);
  };

  /**
   * Does something that the line allows the person, and returns the line afterwards. The change itself touches the line
   * of the Posteingangsbuch too, which is not the addressee's to write; it says by its number whether it took effect.
   * @throws NotFound, Conflict
   */
  const act = async (
    id: string,
    by: By,
    right: keyof VerschlussZeile['darf'],
    work: (tx: Tx) => Promise<number>,
  ): Promise<VerschlussZeile> => {
    if (!(await get(id, by.principal)).darf[right]) throw notAllowed();
    await asSystem(db, async (tx) => {
      if ((await work(tx)) === 0) throw notAllowed();
    });
    return get(id, by.principal);
  };

  const keyOf = async ({ schluessel }: Pick<Siegelzeile, 'schluessel'>): Promise<Buffer> =>
    (await masterKeyOfConfig(config)).unwrap(schluessel);

  const plainOf = async (siegel: Siegelzeile): Promise<{ angaben: Angaben; stream: Readable }> => {
    const key = await keyOf(siegel);
    const stream = openSealed(await blobs.open(siegel.sha256), key);
    return { angaben: openAngaben(key, siegel.angaben), stream };
  };

  /** The explicit act of opening; the content can be seen afterwards. @throws NotFound, Conflict */
  const oeffnen = (id: string, by: By): Promise<VerschlussZeile> =>
    act(id, by, 'oeffnen', async (tx) => {
      const done = await setGeoeffnetVon(tx, id, by.principal.personId);
      if (done > 0) await note(tx, id, by, 'geoeffnet');
      return done;
    });

  /** Decrypts on the way to the person; nothing of it is written. @throws NotFound, Conflict */
  const inhalt = async (id: string, by: By) => {
    const line = await get(id, by.principal);
    const isPicture = line.inhalt === 'umschlagbild' && line.umschlag !== null;
    const siegel = await asSystem(db, async (tx) => {
      const locked = await lockSiegel(tx, id);
      if (locked === undefined || !(line.darf.freigeben || isPicture)) throw notAllowed();
      await note(tx, id, by, 'inhalt.read');
      return locked;
    });
    return plainOf(siegel);
  };

  /** Handed over closed, or on paper; nobody reads it here. @throws NotFound, Conflict */
  const uebergeben = (id: string, nachweis: string, by: By): Promise<VerschlussZeile> =>
    act(id, by, 'uebergeben', async (tx) => {
      const end = { stand: 'uebergeben', personId: by.principal.personId, nachweis } as const;
      const done = await setErledigt(tx, id, end);
      if (done === 0) return 0;
      await note(tx, id, by, 'uebergeben');
      return done;
    });

  /** Says to whom a closed letter belongs. @throws NotFound, Conflict */
  const zuweisen = (id: string, to: Zuweisung, by: By): Promise<VerschlussZeile> =>
    act(id, by, 'zuweisen', async (tx) => {
      const done = await setZuweisung(tx, id, to);
      if (done > 0) await note(tx, id, by, 'zugewiesen', { ...to });
      return done;
    });

  /**
   * Gives the content to the way that all letters go, under its Eingangsnummer: from then on it is read, searched and
   * filed like any other. The sealed bytes stay as the proof of what came. @throws NotFound, Conflict
   */
  const freigeben = async (id: string, by: By): Promise<VerschlussZeile> => {
    if (!(await get(id, by.principal)).darf.freigeben) throw notAllowed();
    const siegel = await asSystem(db, (tx) => lockSiegel(tx, id));
    if (siegel === undefined) throw notAllowed();
    const { angaben, stream } = await plainOf(siegel);
    const { sha256, size } = await blobs.write(stream);
    const { mediaType, dateiname } = angaben;
    const released = await act(id, by, 'freigeben', async (tx) => {
      const end = {
        stand: 'freigegeben',
        personId: by.principal.personId,
        nachweis: null,
      } as const;
      const done = await setErledigt(tx, id, end);
      if (done === 0) return 0;
      const isMail = isMailType(mediaType);
      await setOffeneBytes(tx, id, { sha256, size, mediaType, dateiname, isMail });
      const laneOf = isMail ? lane.mail : lane.interactive;
      await startItem(tx, {
        id,
        pipeline: 'posteingang',
        lane: laneOf,
        fairnessKey: `verschluss:${id}`,
      });
      await note(tx, id, by, 'freigegeben');
      return done;
    });
    deps.afterCommit(['posteingang.light']);
    return released;
  };

  return { get, oeffnen, inhalt, uebergeben, zuweisen, freigeben };
};

export type Verschluss = ReturnType<typeof createVerschluss>;
