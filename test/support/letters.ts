import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { insertBeteiligter } from '#eakte/index.js';
import type { Clock } from '#infrastructure/clock.js';
import type { EventStream } from '#infrastructure/database/events.js';
import { type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createDispatcher, type UnitOfWork } from '#pipeline/dispatcher.js';
import { createRunner } from '#pipeline/runner.js';
import {
  createPostausgangPipeline,
  createPostausgangRoutes,
  type PostausgangDeps,
  recoverDispatch,
} from '#postausgang/index.js';
import { createMessageIds } from '#postausgang/own-message-id.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { anOrganisationseinheit, aSignedIn, aVorgang } from './builders.js';
import { type OwnApp, startOwnApp, testConfig } from './own-app.js';

/** An office with its people, the way out with its workers, and a folder for everything that it writes. */
export interface LetterOffice {
  app: OwnApp;
  db: Db;
  deps: PostausgangDeps;
  folder: string;
  printFolder: string;
  amt: { id: string; kuerzel: string; name: string };
  author: { id: string; cookie: string };
  second: { id: string; cookie: string };
  /** Keeps the outgoing mail of the whole city. */
  outgoing: { id: string; cookie: string };
  stranger: { id: string; cookie: string };
  /** What keeper and workers do together until nothing is due. */
  settle(): Promise<void>;
  /** What the keeper does about dispatches: settles vanished workers, wakes letters that wait. */
  recover(): Promise<void>;
  /** Ends the pauses after failed attempts, as if the time had passed. */
  endPauses(): Promise<void>;
  close(): Promise<void>;
}

const log = createLog({ level: 'silent' });

/** 23 November 2026, 14:30 in Germany. */
export const afternoon: Clock = { now: () => new Date('2026-11-23T13:30:00Z') };

export interface OfficeOptions {
  /** Settings of the services outside that letters may leave by. */
  anbindungen?: { portal?: object; briefdienst?: object };
  smtpUrl?: string;
  dispatchLeaseSeconds?: number;
  stornofristMinuten?: number;
  /** Settings of postal runs. */
  postlauf?: Record<string, unknown>;
  postlaufLeaseSeconds?: number;
  /** Settings of printers and print services. */
  druckwege?: Record<string, unknown>;
}

/** What the way out needs beside the database; another process may open the same folder. */
export const outboundParts = async (
  folder: string,
  options: OfficeOptions,
): Promise<Omit<PostausgangDeps, 'db'>> => ({
  blobs: await createFilesystemStore({ path: join(folder, 'blobs') }),
  config: testConfig({
    dataDir: folder,
    behoerde: {
      name: 'Stadt Lohwerda',
      strasse: 'Markt 1',
      plz: '05110',
      ort: 'Lohwerda',
      telefon: '03599 48-0',
      email: 'post@lohwerda.example',
      internet: 'www.lohwerda.example',
    },
    ...(options.anbindungen ?? {}),
    ...(options.postlauf === undefined ? {} : { postlauf: options.postlauf }),
    ...(options.druckwege === undefined ? {} : { druckwege: options.druckwege }),
    outbound: {
      mailFrom: 'post@lohwerda.example',
      messageIdDomain: 'lohwerda.example',
      printFolder: join(folder, 'druck'),
      ...(options.stornofristMinuten === undefined
        ? {}
        : { stornofristMinuten: options.stornofristMinuten }),
      ...(options.smtpUrl === undefined ? {} : { smtpUrl: options.smtpUrl }),
    },
  }),
  clock: afternoon,
  log,
  messageIds: createMessageIds({ key: Buffer.from('test'), domain: 'lohwerda.example' }),
  typesetter: createTypesetter({ log, memoryMegabytes: 600, timeoutMs: 30_000 }),
  afterCommit: () => undefined,
  ...(options.postlaufLeaseSeconds === undefined
    ? {}
    : { postlaufLeaseSeconds: options.postlaufLeaseSeconds }),
  ...(options.dispatchLeaseSeconds === undefined
    ? {}
    : { dispatchLeaseSeconds: options.dispatchLeaseSeconds }),
});

const createWorkers = (deps: PostausgangDeps) => {
  const { db } = deps;
  const runner = createRunner({
    db,
    log,
    pipelines: [createPostausgangPipeline(deps)],
    leaseSeconds: 60,
    maxAttempts: 3,
    retrySeconds: 0,
    record: () => Promise.resolve(),
    afterCommit: () => undefined,
  });
  const queued: UnitOfWork[] = [];
  const dispatcher = createDispatcher({
    db,
    log,
    depthOf: () => 8,
    queuedSeconds: 30,
    enqueue: async (_queue, units) => void queued.push(...units),
  });
  return async (): Promise<void> => {
    for (;;) {
      await dispatcher.dispatch('postausgang.light');
      if (queued.length === 0) return;
      await Promise.all(queued.splice(0).map((unit) => runner.run(unit)));
    }
  };
};

const people = async (db: Db) => {
  const amt = await anOrganisationseinheit(db, { kuerzel: '32', name: 'Ordnungsamt' });
  const other = await anOrganisationseinheit(db, { kuerzel: '67', name: 'Grünflächenamt' });
  const central = await anOrganisationseinheit(db, { kuerzel: '10', name: 'Hauptamt' });
  return {
    amt,
    author: await aSignedIn(db, 'sachbearbeitung', amt.id),
    second: await aSignedIn(db, 'leitung', amt.id),
    outgoing: await aSignedIn(db, 'postausgang', central.id),
    stranger: await aSignedIn(db, 'leitung', other.id),
  };
};

/** Nobody watches these letters. */
const noEvents: EventStream = {
  subscribe: () => () => undefined,
  close: () => Promise.resolve(),
};

/** Opens an office; close it in afterAll. */
export const openOffice = async (options: OfficeOptions = {}): Promise<LetterOffice> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-postausgang-'));
  const parts = await outboundParts(folder, options);
  let deps: PostausgangDeps | undefined;
  const app = await startOwnApp(({ db }) => {
    deps = { ...parts, db };
    return createPostausgangRoutes(deps, noEvents);
  });
  if (deps === undefined) throw new Error('the application asked for no routes');
  const ready: PostausgangDeps = deps;
  return {
    ...(await people(app.db)),
    app,
    db: app.db,
    deps: ready,
    folder,
    printFolder: join(folder, 'druck'),
    settle: createWorkers(ready),
    recover: () => recoverDispatch(ready),
    endPauses: async () => {
      await asSystem(app.db, (tx) =>
        rows(
          tx,
          sql`update postausgang set naechster_versuch_at = now()
          where naechster_versuch_at is not null`,
        ),
      );
    },
    close: async () => {
      ready.typesetter.close();
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A Vorgang of the office with somebody to write to. */
export const aCase = async (
  office: LetterOffice,
  given: { email?: string | null; name?: string } = {},
): Promise<{ id: string; geschaeftszeichen: string }> => {
  const vorgang = await aVorgang(office.db, { organisationseinheitId: office.amt.id });
  await asSystem(office.db, (tx) =>
    insertBeteiligter(tx, {
      vorgangId: vorgang.id,
      rolle: 'Antragsteller',
      name: given.name ?? 'Frau Dr. Jana Nguyễn-Böhm',
      strasse: 'Gartenstraße 4',
      plz: '05110',
      ort: 'Lohwerda',
      email: given.email ?? null,
      fremdesGeschaeftszeichen: 'JN-7/26',
    }),
  );
  return vorgang;
};

/** The state of a letter and of its place in the pipeline. */
export const stateOf = (db: Db, id: string) =>
  asSystem(db, (tx) =>
    firstRow(
      tx,
      sql<{
        zustand: string;
        item: string | null;
        stage: string | null;
        attempt: number;
        fehlerCode: string | null;
        dokumentId: string | null;
        messageId: string | null;
      }>`select p.zustand, w.state as item, w.stage, p.dispatch_attempt as attempt, p.fehler_code, p.dokument_id,
          p.message_id from postausgang p left join work_item w on w.id = p.id where p.id = ${id}`,
    ),
  );
