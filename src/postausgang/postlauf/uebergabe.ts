import { randomUUID } from 'node:crypto';
import { appendAudit, system } from '#audit/index.js';
import { Conflict } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { queueName } from '#pipeline/stage.js';
import { resumeItem } from '#pipeline/store.js';
import type { Druckauftrag, Druckweg } from '../druckwege/druckweg.js';
import type { Versandende } from '../versand.repository.js';
import {
  beginDateiCommit,
  claimDatei,
  type Dateiauftrag,
  finishDatei,
  lockVerwaisteDateien,
  setDruckdatei,
} from './datei.repository.js';
import { druckdateiName, setzeDruckdatei } from './druckdatei.js';
import {
  findLauf,
  finishLauf,
  type Laufkopf,
  type Laufumschlag,
  listUmschlaege,
} from './lauf.repository.js';
import { laufliste, zustellungsauftraege } from './laufliste.js';
import type { PostlaufDeps } from './postlauf-deps.js';

/** The file belongs to somebody else by now; nothing has left and nothing may leave. */
const lost = (): Conflict =>
  new Conflict({
    code: 'dispatch-lost',
    message: 'The lease of this print file has ended before the point of no return.',
  });

/** Longer than merging and handing over a file takes. */
const defaultLeaseSeconds = 900;

/** What the letters of a file are told about its end, in the transaction of its end. */
export const tellLetters = async (
  tx: Tx,
  letters: readonly string[],
  event: { action: string; lauf: string; datei: number; sent: boolean },
): Promise<void> => {
  await appendAudit(
    tx,
    letters.map((id) => ({
      actor: system,
      action: `postausgang.${event.action}`,
      objectType: 'postausgang',
      objectId: id,
      detail: { postlauf: event.lauf, datei: event.datei },
    })),
  );
  await publish(
    tx,
    letters.map((id) => ({ kind: 'postausgang' as const, id })),
  );
  if (!event.sent) return;
  for (const id of letters) {
    await resumeItem(tx, id).catch((error: unknown) => {
      // Somebody has looked at the letter already; its stage sees the new state.
      if (!(error instanceof Conflict)) throw error;
    });
  }
};

const manifestOf = (
  lauf: Laufkopf,
  datei: { nummer: number; sha256: string; seiten: number },
  umschlaege: readonly Laufumschlag[],
): string =>
  `${JSON.stringify(
    {
      postlauf: lauf.nummer,
      datei: datei.nummer,
      sha256: datei.sha256,
      seiten: datei.seiten,
      blatt: datei.seiten / 2,
      duplex: true,
      format: umschlaege[0]?.format,
      einlieferungstag: lauf.tag,
      marken: lauf.marken,
      umschlaege: umschlaege.map((one) => ({
        nummer: one.nummer,
        erstesBlatt: one.erstesBlatt,
        blatt: one.blaetter,
        gramm: one.gramm,
        produkt: one.produkt,
        cent: one.cent,
        sendungen: one.briefe.map(({ id, renditionSha256 }) => ({ id, sha256: renditionSha256 })),
      })),
    },
    null,
    1,
  )}\n`;

/** Hands print files of released runs over, each exactly once. */
export const createUebergabe = (deps: PostlaufDeps) => {
  const leaseSeconds = deps.leaseSeconds ?? defaultLeaseSeconds;

  /** Files that leave for the same printer by the way that their run was made for. */
  const wegOf = (lauf: Laufkopf): Druckweg | undefined =>
    deps.wege.find(({ art }) => art === lauf.weg);

  const finish = (order: Dateiauftrag, lauf: Laufkopf, ende: Versandende): Promise<boolean> =>
    asSystem(deps.db, async (tx) => {
      const letters = await finishDatei(tx, order, ende);
      if (letters === undefined) return false;
      const sent = ende.ergebnis === 'sent';
      const action = `dispatch-${ende.ergebnis}`;
      await tellLetters(tx, letters, { action, lauf: lauf.nummer, datei: order.nummer, sent });
      await finishLauf(tx, order.laufId);
      return true;
    });

  const auftragOf = async (
    order: Dateiauftrag,
    lauf: Laufkopf,
    signal: AbortSignal,
  ): Promise<Druckauftrag> => {
    const umschlaege = await asSystem(deps.db, (tx) =>
      listUmschlaege(tx, { laufId: order.laufId, datei: order.nummer }),
    );
    const titel = `Postlauf ${lauf.nummer}, Datei ${order.nummer}`;
    let { sha256, seiten } = order;
    if (sha256 === null || seiten === null) {
      const { dataDir } = deps.config;
      const parts = { blobs: deps.blobs, dataDir };
      const printed = await setzeDruckdatei(parts, { lauf, titel, umschlaege, signal });
      ({ sha256 } = printed);
      seiten = printed.pages;
      const stored = { sha256, seiten, size: printed.size, leaseSeconds };
      if (!(await asSystem(deps.db, (tx) => setDruckdatei(tx, order, stored)))) throw lost();
    }
    const name = druckdateiName(lauf.nummer, order.nummer);
    const facts = { nummer: order.nummer, sha256, seiten };
    const service = umschlaege.some(({ versandart }) => versandart === 'pza');
    const list = (art: string, text: string) => ({
      name: `${name}_${art}.csv`,
      mediaType: 'text/csv',
      bytes: Buffer.from(text),
    });
    return {
      id: order.id,
      attempt: order.attempt,
      name,
      titel,
      sha256,
      seiten,
      duplex: true,
      dateien: [
        { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: await deps.blobs.read(sha256) },
        {
          name: `${name}.json`,
          mediaType: 'application/json',
          bytes: Buffer.from(manifestOf(lauf, facts, umschlaege)),
        },
        list('liste', laufliste(lauf.nummer, umschlaege)),
        ...(service
          ? [list('zustellungen', zustellungsauftraege(umschlaege, deps.config.behoerde))]
          : []),
      ],
    };
  };

  /** An error before the point of no return is a reason to try later; beyond it only evidence decides. */
  const afterError = async (
    weg: Druckweg,
    order: Dateiauftrag,
    given: { lauf: Laufkopf; committed: boolean; sha256: string },
  ): Promise<Versandende> => {
    if (!given.committed) {
      const text = 'Die Druckdatei ließ sich noch nicht übergeben; es wird erneut versucht.';
      return { ergebnis: 'retry', antwort: '', fehler: { code: 'druckdatei-gestoert', text } };
    }
    const name = druckdateiName(given.lauf.nummer, order.nummer);
    const found = await weg.findEvidence({ ...order, name, sha256: given.sha256 });
    if (found?.hinausgegangen === true) {
      return { ergebnis: 'sent', antwort: '', nachweis: found.nachweis };
    }
    if (found?.hinausgegangen === false) {
      return { ergebnis: 'retry', antwort: '', nachweis: found.nachweis };
    }
    const text =
      'Die Übergabe der Druckdatei wurde unterbrochen; es ist ungewiss, ob sie gedruckt wird.';
    return { ergebnis: 'unknown', antwort: '', fehler: { code: 'versand-ungewiss', text } };
  };

  const deliver = async (order: Dateiauftrag, lauf: Laufkopf, signal: AbortSignal) => {
    const weg = wegOf(lauf);
    if (weg === undefined) {
      const text = `Der Weg „${lauf.weg}“ dieses Postlaufs ist nicht eingerichtet (postlauf.weg).`;
      return { ergebnis: 'failed', antwort: '', fehler: { code: 'weg-fehlt', text } } as const;
    }
    let committed = false;
    let { sha256 } = order;
    const commit = async (fremdkennung?: string): Promise<void> => {
      signal.throwIfAborted();
      const given = { leaseSeconds, fremdkennung };
      if (!(await asSystem(deps.db, (tx) => beginDateiCommit(tx, order, given)))) throw lost();
      committed = true;
    };
    try {
      const auftrag = await auftragOf(order, lauf, signal);
      sha256 = auftrag.sha256;
      return await weg.deliver(auftrag, { commit, signal });
    } catch (error) {
      deps.log.warn(
        { err: error, datei: order.id, attempt: order.attempt },
        'print file interrupted',
      );
      return afterError(weg, order, { lauf, committed, sha256: sha256 ?? '' });
    }
  };

  /** Takes one file that is due to its end. @returns false when none is. */
  const next = async (signal: AbortSignal): Promise<boolean> => {
    const claim = { token: randomUUID(), leaseSeconds };
    const taken = await asSystem(deps.db, async (tx) => {
      const order = await claimDatei(tx, claim);
      const lauf = order === undefined ? undefined : await findLauf(tx, order.laufId);
      return order === undefined || lauf === undefined ? undefined : { order, lauf };
    });
    if (taken === undefined) return false;
    const { order, lauf } = taken;
    const ende = await deliver(order, lauf, signal);
    if (await finish(order, lauf, ende)) {
      deps.afterCommit([queueName('postausgang', 'light')]);
    }
    return true;
  };

  /** Settles files whose process has disappeared beyond the point of no return. */
  const recover = async (): Promise<void> => {
    await asSystem(deps.db, async (tx) => {
      for (const order of await lockVerwaisteDateien(tx)) {
        const lauf = await findLauf(tx, order.laufId);
        const weg = lauf === undefined ? undefined : wegOf(lauf);
        if (lauf === undefined || weg === undefined) continue;
        const given = { lauf, committed: true, sha256: order.sha256 };
        const ende = await afterError(weg, order, given);
        const letters = (await finishDatei(tx, order, ende)) ?? [];
        const sent = ende.ergebnis === 'sent';
        const action = `dispatch-${ende.ergebnis}`;
        await tellLetters(tx, letters, { action, lauf: lauf.nummer, datei: order.nummer, sent });
        await finishLauf(tx, order.laufId);
      }
    });
  };

  return { next, recover };
};
