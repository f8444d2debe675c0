import type { Tx } from '#infrastructure/database/transaction.js';
import type { LetterClassifier, TrainingExample } from '#understanding/index.js';
import type { Gelernt } from './gelernt.schema.js';
import type { ModellVersion } from './modell.repository.js';

/** The model in force, as its users see it. */
export interface ModelSource {
  /** The classifier to ask; it goes on learning, so it is asked for anew each time. */
  classifier: () => Promise<LetterClassifier>;
  /** What the model has learned from the correction with this number; undefined where it learned nothing from it. */
  gelernt: (folge: number) => Promise<Gelernt | undefined>;
  /** Trains from zero, stores the model and puts it in force; corrections made so far are learned on top. Returns its version. */
  train: (examples: readonly TrainingExample[]) => Promise<string>;
  /**
   * Puts an earlier version in force again. Corrections made until now are left behind with what they had taught;
   * those that follow are learned on top of it. @throws NotFound
   */
  rollBack: (tx: Tx, to: { id: number; grund: string; personId: string }) => Promise<ModellVersion>;
  close: () => void;
}
