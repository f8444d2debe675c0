import { appendAudit, system } from '#audit/index.js';
import type { openAuswertung } from '#auswertung/index.js';
import type { Config } from '#config/schema.js';
import { mahneFristen } from '#fristen/index.js';
import type { Clock } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { forgetOldSignIns } from '#organisation/index.js';
import type { Chore } from '#pipeline/keeper.js';
import type { RunnerDeps } from '#pipeline/runner.js';
import {
  askVersandstatus,
  createBestaetigungsversand,
  createPostlaufTakt,
  type PostausgangDeps,
  recoverDispatch,
} from '#postausgang/index.js';
import {
  createHotfolder,
  type createReceiver,
  type openVirenpruefung,
  recordBeteiligte,
  resumeUnchecked,
  selbstannahmeChore,
  sweepTransfers,
} from '#posteingang/index.js';

const second = 1_000;
const hour = 3_600 * second;

/** Writes what became of a stage into the protocol; ids and codes only. */
export const recordStage: RunnerDeps['record'] = (tx, event) =>
  appendAudit(tx, [
    {
      actor: system,
      action: `${event.pipeline}.stage`,
      objectType: event.pipeline,
      objectId: event.itemId,
      detail: {
        stage: event.stage,
        run: event.run,
        outcome: event.outcome,
        ...(event.page < 0 ? {} : { page: event.page }),
        ...(event.clearingCode === undefined ? {} : { clearing: event.clearingCode }),
      },
    },
  ]);

interface ChoreDeps {
  db: Db;
  blobs: BlobStore;
  config: Config;
  clock: Clock;
  log: Log;
  receiver: ReturnType<typeof createReceiver>;
  postausgangDeps: PostausgangDeps;
  virenpruefung: ReturnType<typeof openVirenpruefung>;
  auswertung: ReturnType<typeof openAuswertung>;
}

/** What is forgotten or removed after its time. */
const tidying = ({ db, blobs, clock, config }: ChoreDeps): Chore[] => [
  {
    name: 'forget sign-ins',
    everyMs: hour,
    run: () => asSystem(db, async (tx) => void (await forgetOldSignIns(tx))),
  },
  {
    name: 'sweep uploads',
    everyMs: hour,
    run: async () => {
      await blobs.sweepTemporary(24 * hour);
      await sweepTransfers({ config, clock });
    },
  },
];

/** What is looked after for the way in. */
const inbound = ({ db, virenpruefung, ...deps }: ChoreDeps): Chore[] => {
  const { path: root, intervalSeconds } = deps.config.hotfolder;
  const chores: Chore[] = [
    {
      name: 'record correspondents',
      everyMs: 5 * second,
      run: () => recordBeteiligte(db),
    },
    {
      name: 'warn of Fristen',
      everyMs: 600 * second,
      run: () => mahneFristen({ ...deps, db }),
    },
    {
      name: 'resume unchecked',
      everyMs: 30 * second,
      run: () => resumeUnchecked({ db, virenpruefung }),
    },
  ];
  if (root === undefined) return chores;
  const { pass } = createHotfolder({ ...deps, db, root });
  return [...chores, { name: 'hot folder', everyMs: intervalSeconds * second, run: pass }];
};

/** What is looked after for the way out. */
const outbound = ({ postausgangDeps }: ChoreDeps): Chore[] => [
  {
    name: 'recover dispatch',
    everyMs: 5 * second,
    run: () => recoverDispatch(postausgangDeps),
  },
  {
    name: 'ask for the state of letters',
    everyMs: 5 * second,
    run: () => askVersandstatus(postausgangDeps),
  },
  {
    name: 'send acknowledgements',
    everyMs: 2 * second,
    run: createBestaetigungsversand(postausgangDeps).pass,
  },
  {
    name: 'hand over postal runs',
    everyMs: 2 * second,
    run: createPostlaufTakt(postausgangDeps).pass,
  },
];

/** What the keeper does at intervals, beside adding what is due. */
export const choresOf = (deps: ChoreDeps): Chore[] => [
  ...tidying(deps),
  ...inbound(deps),
  ...outbound(deps),
  deps.auswertung.chore,
  selbstannahmeChore(deps),
];
