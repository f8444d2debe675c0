import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Conflict, InvalidInput } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { asStorageFault, tooLarge } from '#infrastructure/storage/faults.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { lane } from '#pipeline/store.js';
import type { EmpfangsErgebnis } from '../posteingang.schema.js';
import type { ScanTarget } from '../stapel/lookup.js';
import { findStapel } from '../stapel/stapel.repository.js';
import { sealedName } from '../verschluss/annahme.js';
import { createTeilsiegel } from '../verschluss/teilsiegel.js';
import type { Umschlagangabe } from '../verschluss/verschluss.schema.js';
import { fairnessKeyOf } from './fairness.js';
import { displayName, type FileFacts, type IntakeDeps } from './intake.js';
import { createFileIntake } from './mbox-intake.js';
import {
  type Checksum,
  noSuchTransfer,
  openTransferStore,
  type Uebertragung,
} from './uebertragung-store.js';

/** Where a transfer stands. */
export interface TransferState {
  id: string;
  offset: number;
  laenge: number;
  ergebnis: EmpfangsErgebnis | null;
  expiresAt: Date;
}

/** Who asks, and in which request. */
interface By {
  principal: Principal;
  requestId: string;
}

const hourMs = 3_600_000;

/** The folder of unfinished transfers. */
export const transferFolder = (dataDir: string): string => join(dataDir, 'uebertragungen');

const wrongOffset = (offset: number): Conflict =>
  new Conflict({
    code: 'uebertragung-versatz',
    message: `The upload stands at byte ${offset}; ask with HEAD and go on from there.`,
    clerkMessage: 'Die Übertragung wird an anderer Stelle fortgesetzt.',
    details: { offset },
  });

const wrongChecksum = (): InvalidInput =>
  new InvalidInput({
    code: 'uebertragung-pruefsumme',
    httpStatus: 460,
    message: 'The bytes do not have the checksum of Upload-Checksum; none of them was kept.',
    clerkMessage: 'Ein Teil der Datei kam beschädigt an und wird erneut übertragen.',
  });

/**
 * Files that arrive in parts and may go on after an interruption. The last byte counts only when the item is
 * committed with its Eingangsnummer: until then asking for the state tries to accept it, so that nobody is told of
 * a complete file that is not in the Posteingangsbuch.
 */
export const createTransfers = (deps: IntakeDeps) => {
  const intake = createFileIntake(deps);
  const teile = createTeilsiegel(deps.config);
  const store = openTransferStore(transferFolder(deps.config.dataDir), teile.cipherOf);
  const expiryMs = deps.config.intake.uploadExpiryHours * hourMs;
  const running = new Map<string, { request: IncomingMessage; ended: Promise<unknown> }>();

  const own = async (id: string, principal: Principal): Promise<Uebertragung> => {
    const facts = await store.load(id);
    if (facts.personId !== principal.personId) throw noSuchTransfer();
    return facts;
  };

  const stateOf = async (facts: Uebertragung): Promise<TransferState> => ({
    id: facts.id,
    offset: await store.offsetOf(facts),
    laenge: facts.laenge,
    ergebnis: facts.ergebnis,
    expiresAt: new Date((await store.touchedAt(facts.id)) + expiryMs),
  });

  const targetOf = async (facts: Uebertragung): Promise<ScanTarget | undefined> => {
    const { stapelId } = facts;
    if (stapelId === null) return undefined;
    const stapel = await asSystem(deps.db, (tx) => findStapel(tx, stapelId));
    return stapel === undefined ? undefined : { stapel, seiten: facts.seiten ?? undefined };
  };

  /** Accepts a complete file; a refusal of the file is an outcome, any other failure leaves it for another try. */
  const accept = async (facts: Uebertragung, by: By): Promise<void> => {
    const closed = await teile.open(facts);
    const actor = actorOf(by.principal);
    const file: FileFacts = {
      dateiname: closed?.dateiname ?? facts.dateiname,
      verschluss: closed?.auftrag,
      kanal: 'upload',
      idempotencyScope: facts.personId,
      idempotencyKey: facts.idempotencyKey,
      actor,
      receivedBy: facts.personId,
      requestId: by.requestId,
      fairnessKey: fairnessKeyOf(by.principal),
      lane: lane.interactive,
      stapel: await targetOf(facts),
    };
    const { dateiname } = facts;
    try {
      const accepted = await intake.takeIn(await store.read(facts), file);
      const status = `/api/posteingaenge/${accepted.id}/status`;
      await store.finish(facts, { ...accepted, dateiname, status });
    } catch (error) {
      if (!(error instanceof InvalidInput) || error.code === 'upload-aborted') throw error;
      await intake.noteRefusal(error, file);
      const refusal = { code: error.code, message: error.clerkMessage };
      await store.finish(facts, { outcome: 'rejected', dateiname, ...refusal });
    }
  };

  /** One at a time for each file: a sender that comes back replaces its own broken connection. */
  const alone = async <T>(
    id: string,
    request: IncomingMessage,
    work: () => Promise<T>,
  ): Promise<T> => {
    for (let before = running.get(id); before !== undefined; before = running.get(id)) {
      before.request.destroy();
      await before.ended;
    }
    const result = work();
    const ended = result
      .catch(() => undefined)
      .finally(() => {
        running.delete(id);
      });
    running.set(id, { request, ended });
    return result;
  };

  const settle = async (facts: Uebertragung, by: By): Promise<TransferState> => {
    if (facts.ergebnis === null && (await store.offsetOf(facts)) === facts.laenge) {
      await accept(facts, by);
      return stateOf(await store.load(facts.id));
    }
    return stateOf(facts);
  };

  /** Begins a transfer. @throws InvalidInput `file-too-large`; DependencyDown `disk-low` */
  const begin = async (
    wanted: {
      laenge: number;
      dateiname: string;
      idempotencyKey: string;
      stapel?: ScanTarget | undefined;
      umschlag?: Umschlagangabe | undefined;
    },
    by: By,
  ): Promise<TransferState> => {
    if (wanted.laenge > intake.maxBytes) throw tooLarge(intake.maxBytes);
    await intake.requireSpace(wanted.laenge);
    const auftrag =
      wanted.umschlag === undefined
        ? undefined
        : await intake.verschluss.decideUpload(wanted.umschlag);
    const dateiname = displayName(wanted.dateiname);
    const facts = await store.create({
      personId: by.principal.personId,
      laenge: wanted.laenge,
      siegel: auftrag === undefined ? null : await teile.seal({ dateiname, auftrag }),
      dateiname: auftrag === undefined ? dateiname : sealedName,
      idempotencyKey: wanted.idempotencyKey,
      stapelId: wanted.stapel?.stapel.id ?? null,
      seiten: wanted.stapel?.seiten ?? null,
    });
    return stateOf(facts);
  };

  /** Takes the next bytes. @throws NotFound; Conflict when they do not begin where the file ends */
  const append = async (
    id: string,
    part: { request: IncomingMessage; offset: number; checksum: Checksum | undefined },
    by: By,
  ): Promise<TransferState> => {
    await own(id, by.principal);
    return alone(id, part.request, async () => {
      const facts = await own(id, by.principal);
      const offset = await store.offsetOf(facts);
      if (offset !== part.offset) throw wrongOffset(offset);
      if (facts.ergebnis === null && offset < facts.laenge) {
        await intake.requireSpace();
        const reached = await store
          .append(facts, part.request, part.checksum)
          .catch((error: unknown) => {
            throw asStorageFault(error);
          });
        if (reached === undefined) throw wrongChecksum();
      }
      return settle(facts, by);
    });
  };

  /** Where the transfer stands; a complete file that nobody has accepted yet is accepted now. */
  const state = async (id: string, request: IncomingMessage, by: By): Promise<TransferState> => {
    await own(id, by.principal);
    return alone(id, request, async () => settle(await own(id, by.principal), by));
  };

  const cancel = async (id: string, by: By): Promise<void> => {
    await own(id, by.principal);
    await store.remove(id);
  };

  return { begin, append, state, cancel, maxBytes: intake.maxBytes };
};

/** Removes transfers that were abandoned; for the keeper. */
export const sweepTransfers = (deps: Pick<IntakeDeps, 'config' | 'clock'>): Promise<number> => {
  const { dataDir, intake } = deps.config;
  const before = deps.clock.now().getTime() - intake.uploadExpiryHours * hourMs;
  return openTransferStore(transferFolder(dataDir)).sweep(new Date(before));
};
