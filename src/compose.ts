import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createAuditRoutes } from '#audit/index.js';
import { openAuswertung } from '#auswertung/index.js';
import { createBetriebRoutes, createMetrics, createStatus, empfangOf } from '#betrieb/index.js';
import type { Config } from '#config/schema.js';
import { createEakteRoutes } from '#eakte/index.js';
import { createFristenRoutes } from '#fristen/index.js';
import { openApiDocument } from '#http/openapi.js';
import type { Clock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { openDatabase } from '#infrastructure/database/pool.js';
import type { Log } from '#infrastructure/log.js';
import { queueNames } from '#infrastructure/queue/jobs.js';
import { openQueue } from '#infrastructure/queue/queue.js';
import { openBlobStore } from '#infrastructure/storage/open-blob-store.js';
import { createAccessControl, createOrganisationRoutes, viewOf } from '#organisation/index.js';
import { createDispatcher } from '#pipeline/dispatcher.js';
import { createEnqueue } from '#pipeline/enqueue.js';
import { createKeeper } from '#pipeline/keeper.js';
import { createRunner } from '#pipeline/runner.js';
import {
  createEigeneSchreiben,
  createPostausgangPipeline,
  createPostausgangRoutes,
  loadMessageIds,
} from '#postausgang/index.js';
import {
  createMailSources,
  createModelSource,
  createPosteingangPipeline,
  createPosteingangRoutes,
  createReceiver,
  createTrennregeln,
  loadBlattSchluessel,
  openVirenpruefung,
  stichprobenSchluesselAus,
} from '#posteingang/index.js';
import { signaturEnde, warnDays } from '#tools/mail-out/mailschutz.js';
import { choresOf, recordStage } from './compose-chores.js';
import { createTools } from './compose-tools.js';
import { toMailCover } from './mail-cover-facts.js';

export type Service = 'api' | 'workers' | 'keeper' | 'mail';

export interface ComposeOptions {
  config: Config;
  log: Log;
  clock: Clock;
  /** With the right to connect; Poststelle itself works as the role poststelle_app. */
  databaseUrl: string;
  databaseKind: 'mitgeliefert' | 'eigener Server';
  queueFaults: readonly string[];
  services: readonly Service[];
  version: string;
}

/** Which services outside letters may leave by, for the status page. */
const anbindungenOf = ({ portal, briefdienst }: Config) =>
  ({
    portal: portal.url === undefined ? 'aus' : 'an',
    briefdienst:
      briefdienst.username === undefined ? 'aus' : briefdienst.test ? 'testbetrieb' : 'an',
  }) as const;

const mailsignaturOf = ({ outbound }: Config) => {
  const bis = signaturEnde(outbound);
  return bis === undefined ? undefined : { bis, warnTage: warnDays };
};

/** The composition root: configuration → infrastructure → features → what the processes run. */
export const compose = async (options: ComposeOptions) => {
  const { config, log, clock, databaseUrl } = options;
  const db = openDatabase({
    url: databaseUrl,
    maxConnections: config.database.maxConnections,
    log,
  });
  const queue = openQueue({ redisUrl: config.queue.redisUrl, databaseUrl, log });
  const blobs = await openBlobStore(config);
  const events = openEventStream({ url: databaseUrl, log });
  const metrics = createMetrics();

  const tools = createTools({ ...options, warm: options.services.includes('workers') });
  const { parser, ocr, scaler, typesetter, renderMailCover, renderRechnung, renderOffice } = tools;
  const models = createModelSource({ db, blobs, log, config, events });
  const blattSchluessel = await loadBlattSchluessel(config);
  const virenpruefung = openVirenpruefung(config, blobs);
  const dispatcher = createDispatcher({
    db,
    log,
    depthOf: (name) =>
      name.endsWith('.light') ? 2 * config.pipeline.lightConcurrency : config.ocr.processes + 1,
    // A job that nobody took for the time of a lease is taken for lost.
    queuedSeconds: config.pipeline.leaseSeconds,
    enqueue: createEnqueue(queue),
  });
  // A wake-up that fails is no fault: the keeper looks for due work.
  const afterCommit = (queues: readonly string[]): void => {
    for (const name of queues) {
      dispatcher
        .wake(name)
        .catch((error: unknown) => log.debug({ err: error }, 'no wake-up after commit'));
    }
  };

  const messageIds = await loadMessageIds(config);
  const postausgangDeps = { db, blobs, config, clock, log, typesetter, messageIds, afterCommit };
  const pipelines = [
    createPosteingangPipeline({
      db,
      blobs,
      config,
      parser,
      ocr,
      renderRechnung,
      renderOffice,
      convertOffice: tools.office.convert,
      renderMailCover: (mail) => renderMailCover(toMailCover(mail)),
      classifier: models.classifier,
      newId: randomUUID,
      eigeneSchreiben: createEigeneSchreiben({ messageIds }),
      stichprobenSchluessel: stichprobenSchluesselAus(blattSchluessel),
      trennregeln: createTrennregeln(config, blattSchluessel),
      virenpruefung,
    }),
    createPostausgangPipeline(postausgangDeps),
  ];
  const runner = createRunner({
    db,
    log,
    pipelines,
    leaseSeconds: config.pipeline.leaseSeconds,
    maxAttempts: config.pipeline.maxAttempts,
    retrySeconds: config.pipeline.retrySeconds,
    afterCommit,
    observe: metrics.observeStage,
    record: recordStage,
  });
  const receiver = createReceiver({ db, afterCommit });
  const intake = { db, blobs, config, clock, receiver };
  const auswertung = openAuswertung({ db, clock });
  const keeper = createKeeper({
    dispatcher,
    queues: queueNames,
    intervalMs: config.pipeline.keeperIntervalMs,
    log,
    chores: choresOf({ ...intake, log, postausgangDeps, virenpruefung, auswertung }),
  });
  const readStatus = createStatus({
    db,
    clock,
    version: options.version,
    services: options.services,
    databaseKind: options.databaseKind,
    queueKind: queue.kind,
    queueFaults: options.queueFaults,
    storage: {
      kind: blobs.kind === 's3' ? 'S3' : 'Verzeichnis',
      freeBytes: blobs.freeBytes,
      minimumBytes: config.intake.minFreeDiskMegabytes * 1_000_000,
    },
    isolation: parser.isolation,
    mail: config.outbound.smtpUrl === undefined ? 'aus' : 'an',
    mailsignatur: mailsignaturOf(config),
    anbindungen: anbindungenOf(config),
    empfang: empfangOf(config),
    virenpruefung,
  });

  const routes = [
    ...createOrganisationRoutes({ db, config }),
    ...createPosteingangRoutes({
      ...intake,
      events,
      scaler,
      afterCommit,
      blattSchluessel,
      virenpruefung,
      models,
    }),
    ...createEakteRoutes({ db, blobs }),
    ...createFristenRoutes({ db, config, clock }),
    ...createPostausgangRoutes(postausgangDeps, events),
    ...createAuditRoutes({ db, viewOf }),
    ...createBetriebRoutes({ readStatus }),
    ...auswertung.routes,
  ];
  const access = createAccessControl({ db, config });

  return {
    db,
    queue,
    models,
    runner,
    keeper,
    events,
    metrics,
    readStatus,
    routes,
    access,
    openApi: openApiDocument(routes, { title: 'Poststelle', version: options.version }),
    mail: createMailSources({ ...intake, log }),
    printFolder: config.outbound.printFolder ?? join(config.dataDir, 'druck'),
    /** Ends everything that compose has opened; workers and servers must have stopped before. */
    close: async (): Promise<void> => {
      models.close();
      await parser.close();
      await ocr.close();
      typesetter.close();
      scaler.close();
      await events.close();
      await queue.close();
      await db.destroy();
    },
  };
};

export type Composed = Awaited<ReturnType<typeof compose>>;
