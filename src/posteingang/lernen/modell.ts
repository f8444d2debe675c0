import { ZodError } from 'zod';
import type { Config } from '#config/schema.js';
import { InvalidInput, NotFound } from '#errors.js';
import type { EventStream } from '#infrastructure/database/events.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { listEinheiten } from '#organisation/index.js';
import {
  coldStartExamples,
  deserialiseClassifier,
  type LetterClassifier,
  serialiseClassifier,
  type TrainingExample,
  trainDefaultModel,
} from '#understanding/index.js';
import { readItem } from '../reading.js';
import { describeLearning } from './gelernt.js';
import type { Gelernt } from './gelernt.schema.js';
import {
  type Lernstoff,
  latestKorrektur,
  listKorrekturenAfter,
  listWithdrawn,
  lockKorrekturen,
} from './korrektur.repository.js';
import type { ModelSource } from './model-source.js';
import {
  activateVersion,
  findActiveVersion,
  findVersion,
  type ModellVersion,
} from './modell.repository.js';

/** How long the model is used before the database is asked, where no message came. */
const checkEveryMs = 10_000;
/** So many corrections make a new stored version; a process that starts learns at most these anew. */
const snapshotAfter = 200;
/** Fewer are stored when the version in force is this old. */
const snapshotHours = 24;
const batch = 100;
const keptAnswers = 200;
const seed = 1;

interface ModelDeps {
  db: Db;
  blobs: BlobStore;
  log: Log;
  config: Config;
  /** Tells about corrections of other processes; without it they are noticed within seconds all the same. */
  events?: EventStream;
}

interface Loaded {
  /** Undefined: made from the descriptions of the units. */
  base: ModellVersion | undefined;
  /** The newest correction that has been learned or passed over. */
  folge: number;
  /** Corrections behind the base that were passed over because they had been taken back. */
  leftOut: number[];
  classifier: LetterClassifier;
}

/** A stored model; undefined where it is of an earlier form or damaged, so that what people taught is learned anew. */
const readStored = async (
  { blobs, log }: ModelDeps,
  { id, sha256 }: ModellVersion,
): Promise<LetterClassifier | undefined> => {
  const bytes = await blobs.read(sha256);
  try {
    return deserialiseClassifier(bytes);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    log.warn({ base: id }, 'the stored model cannot be read; all corrections are learned anew');
    return undefined;
  }
};

const loadBase = async (deps: ModelDeps, base: ModellVersion | undefined): Promise<Loaded> => {
  const stored = base === undefined ? undefined : await readStored(deps, base);
  if (stored !== undefined)
    return { base, folge: base?.nachKorrektur ?? 0, leftOut: [], classifier: stored };
  const units = coldStartExamples(await asSystem(deps.db, listEinheiten));
  return { base, folge: 0, leftOut: [], classifier: trainDefaultModel(units, { seed }) };
};

/** What the item says today; empty where nothing may or can be learned from it. */
const textOf = async (deps: ModelDeps, { posteingangId, folge }: Lernstoff): Promise<string> => {
  if (posteingangId === null) return '';
  try {
    const read = await asSystem(deps.db, (tx) => readItem(tx, posteingangId, deps));
    return read.extraction.text.trim();
  } catch (err) {
    // An item that cannot be read must not keep the model from what follows; a database that is away must.
    if (!(err instanceof ZodError || err instanceof TypeError || err instanceof RangeError))
      throw err;
    deps.log.warn({ folge }, 'correction passed over: its item cannot be read');
    return '';
  }
};

/** Learns one correction; undefined where its item is gone, confidential or without text. */
const learnOne = async (
  deps: ModelDeps,
  classifier: LetterClassifier,
  one: Lernstoff,
): Promise<Gelernt | undefined> => {
  const { einheit, dokumentart } = one;
  const text = await textOf(deps, one);
  if (text === '') return undefined;
  const before = classifier.predict(text);
  classifier.learn({
    text,
    ...(dokumentart === null ? {} : { kind: dokumentart }),
    ...(einheit === null ? {} : { einheit }),
  });
  return describeLearning({ einheit, dokumentart }, before, classifier.predict(text));
};

/** Whether the model has learned something that was taken back since. */
const hasLearnedWithdrawn = async (tx: Tx, { base, folge, leftOut }: Loaded): Promise<boolean> => {
  const withdrawn = await listWithdrawn(tx, { after: base?.nachKorrektur ?? 0, to: folge });
  return withdrawn.length > leftOut.length;
};

/**
 * Stores what has been learned as a version of its own, unless another process was faster or a decision is being taken
 * back. What is taken back later stays in the version.
 */
const storeSnapshot = async ({ db, blobs }: ModelDeps, loaded: Loaded): Promise<void> => {
  const { sha256 } = await blobs.write(serialiseClassifier(loaded.classifier));
  await asSystem(db, async (tx) => {
    const active = await findActiveVersion(tx);
    await lockKorrekturen(tx);
    if (active?.id !== loaded.base?.id || (await hasLearnedWithdrawn(tx, loaded))) return;
    await activateVersion(tx, {
      version: loaded.classifier.version(),
      sha256,
      beispiele: loaded.classifier.state().examples,
      herkunft: 'stand',
      nachKorrektur: loaded.folge,
      basisId: loaded.base?.id ?? null,
    });
  });
};

/** The new version in force holds what this process has learned already, and nothing else. */
const continues = (loaded: Loaded, active: ModellVersion | undefined): boolean =>
  active !== undefined &&
  active.herkunft === 'stand' &&
  active.basisId === (loaded.base?.id ?? null) &&
  active.nachKorrektur <= loaded.folge &&
  // It may hold what was taken back before this process had learned it.
  loaded.leftOut.every((folge) => folge > active.nachKorrektur);

/**
 * The model in force, brought up to the newest correction. Every process holds its own and learns the same corrections in
 * the same order, so that all come to the same version. Without a trained model the descriptions of the units stand in: their
 * candidates then come with little confidence, and a person decides.
 */
export const createModelSource = (deps: ModelDeps): ModelSource => {
  const { db, blobs, log } = deps;
  let loaded: Loaded | undefined;
  let checkedAt = 0;
  let isStale = true;
  let running: Promise<LetterClassifier> | undefined;
  const answers = new Map<number, Gelernt>();
  const unsubscribe = deps.events?.subscribe((event) => {
    if (event.kind === 'modell') isStale = true;
  });

  const learnBatch = async (to: Loaded): Promise<boolean> => {
    const list = await asSystem(db, (tx) => listKorrekturenAfter(tx, to.folge, batch));
    for (const one of list) {
      const gelernt = await learnOne(deps, to.classifier, one);
      to.folge = one.folge;
      if (one.zurueckgenommen) to.leftOut.push(one.folge);
      if (gelernt !== undefined) answers.set(one.folge, gelernt);
      for (const old of [...answers.keys()].slice(0, Math.max(0, answers.size - keptAnswers)))
        answers.delete(old);
    }
    return list.length === batch;
  };

  const bringUp = async (): Promise<LetterClassifier> => {
    isStale = false;
    const active = await asSystem(db, findActiveVersion);
    if (loaded === undefined || loaded.base?.id !== active?.id) {
      if (loaded !== undefined && continues(loaded, active)) loaded.base = active;
      else loaded = await loadBase(deps, active);
      log.info({ version: loaded.classifier.version(), base: active?.id ?? 0 }, 'model loaded');
    }
    const known = loaded;
    if (await asSystem(db, (tx) => hasLearnedWithdrawn(tx, known))) {
      loaded = await loadBase(deps, active);
      log.info({ base: active?.id ?? 0 }, 'model made anew without what was taken back');
    }
    const now = loaded;
    while (await learnBatch(now));
    const learned = now.folge - (now.base?.nachKorrektur ?? 0);
    if (learned >= snapshotAfter || (learned > 0 && (active?.stunden ?? 0) >= snapshotHours)) {
      await storeSnapshot(deps, now);
      isStale = true;
    }
    checkedAt = performance.now();
    return now.classifier;
  };

  /** Brings the model up to the newest correction; concurrent callers share one pass. */
  const refresh = (): Promise<LetterClassifier> => {
    running ??= bringUp()
      .catch((err: unknown) => {
        isStale = true;
        throw err;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  const classifier = (): Promise<LetterClassifier> =>
    loaded !== undefined && !isStale && performance.now() - checkedAt < checkEveryMs
      ? Promise.resolve(loaded.classifier)
      : refresh();

  const gelernt = async (folge: number): Promise<Gelernt | undefined> => {
    // A pass under way may have read the list before this correction committed.
    for (let round = 0; round < 3 && (loaded?.folge ?? 0) < folge; round += 1) await refresh();
    return answers.get(folge);
  };

  const announce = async (tx: Tx): Promise<void> => publish(tx, [{ kind: 'modell', id: 'stand' }]);

  const train = async (examples: readonly TrainingExample[]): Promise<string> => {
    const units = coldStartExamples(await asSystem(db, listEinheiten));
    const trained = trainDefaultModel([...examples, ...units], { seed });
    const { sha256 } = await blobs.write(serialiseClassifier(trained));
    await asSystem(db, async (tx) => {
      await activateVersion(tx, {
        version: trained.version(),
        sha256,
        beispiele: examples.length,
        herkunft: 'training',
        nachKorrektur: 0,
        basisId: null,
      });
      await announce(tx);
    });
    isStale = true;
    return trained.version();
  };

  const rollBack: ModelSource['rollBack'] = async (tx, to) => {
    await lockKorrekturen(tx);
    const target = await findVersion(tx, to.id);
    if (target === undefined) throw noSuchVersion();
    await activateVersion(tx, {
      ...target,
      herkunft: 'ruecknahme',
      nachKorrektur: await latestKorrektur(tx),
      basisId: target.id,
      grund: to.grund,
      personId: to.personId,
    });
    await announce(tx);
    return target;
  };

  return { classifier, gelernt, train, rollBack, close: () => unsubscribe?.() };
};

const noSuchVersion = (): NotFound =>
  new NotFound({
    code: 'modellversion-unbekannt',
    message: 'There is no such version of the model.',
    clerkMessage: 'Diese Version des Modells gibt es nicht.',
  });
