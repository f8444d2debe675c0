import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
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
import { activateModell, findActiveModell } from './modell.repository.js';

/** How long a loaded model is used before the database is asked for a newer one. */
const checkEveryMs = 10_000;
const seed = 1;

/**
 * The trained model in force. Without one, the descriptions of the units stand in: their candidates then
 * come with little confidence, and a person decides.
 */
export const createModelSource = (deps: { db: Db; blobs: BlobStore; log: Log }) => {
  const { db, blobs, log } = deps;
  let loaded: { version: string; classifier: LetterClassifier; checkedAt: number } | undefined;
  let loading: Promise<LetterClassifier> | undefined;

  const load = async (): Promise<LetterClassifier> => {
    const active = await asSystem(db, findActiveModell);
    const version = active?.version ?? 'aus-zustaendigkeiten';
    if (loaded?.version === version) {
      loaded.checkedAt = performance.now();
      return loaded.classifier;
    }
    const classifier =
      active === undefined
        ? trainDefaultModel(coldStartExamples(await asSystem(db, listEinheiten)), { seed })
        : deserialiseClassifier(await blobs.read(active.sha256));
    log.info({ version, examples: active?.beispiele ?? 0 }, 'model loaded');
    loaded = { version, classifier, checkedAt: performance.now() };
    return classifier;
  };

  /** The classifier to ask; concurrent callers share one load. */
  const classifier = (): Promise<LetterClassifier> => {
    if (loaded !== undefined && performance.now() - loaded.checkedAt < checkEveryMs) {
      return Promise.resolve(loaded.classifier);
    }
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  /** Trains from zero, stores the model and puts it in force; returns its version. */
  const train = async (examples: readonly TrainingExample[]): Promise<string> => {
    const units = coldStartExamples(await asSystem(db, listEinheiten));
    const trained = trainDefaultModel([...examples, ...units], { seed });
    const { sha256 } = await blobs.write(serialiseClassifier(trained));
    await asSystem(db, (tx) =>
      activateModell(tx, { version: trained.version(), sha256, beispiele: examples.length }),
    );
    loaded = undefined;
    return trained.version();
  };

  return { classifier, train };
};

export type ModelSource = ReturnType<typeof createModelSource>;
