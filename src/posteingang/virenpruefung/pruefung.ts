import type { Config } from '#config/schema.js';
import { DependencyDown } from '#errors.js';
import { type Clamd, createClamd } from '#infrastructure/clamd.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { ClearingReason } from '#pipeline/stage.js';

/** What the check says of the files of an item, taken together. */
export type Pruefergebnis =
  | { virenpruefung: 'ohne_befund' }
  | { virenpruefung: 'befund'; signatur: string }
  /** Passed unchecked, and why, in German. */
  | { virenpruefung: 'ungeprueft'; hinweis: string };

export interface Virenpruefung {
  /** False where no clamd is set up: then nothing is checked and every item says so. */
  readonly enabled: boolean;
  /** Whether nothing may be opened unchecked. */
  readonly required: boolean;
  /**
   * Has all files of an item checked; one find decides.
   * @throws DependencyDown `clamd-down`, only where nothing may be opened unchecked.
   */
  examine(sha256s: readonly string[], signal?: AbortSignal): Promise<Pruefergebnis>;
  /** Whether clamd answers; false also where none is set up. */
  answers(): Promise<boolean>;
}

const clamdDown = 'Die Virenprüfung antwortete nicht.';
const tooLarge = 'Die Virenprüfung nahm die Datei nicht ganz an, meist wegen ihrer Größe.';

/** Under this code items wait that could not be checked; the keeper takes them up again. */
export const uncheckedCode = 'clamd-down';

/** An item with a find: nobody opens it, and it waits for a decision of the Systembetreuung. */
export const quarantineReason: ClearingReason = {
  code: 'virus-befund',
  text: 'Die Virenprüfung hat Schadsoftware gemeldet. Der Eingang liegt unverändert in Quarantäne und wird nicht geöffnet; die Systembetreuung entscheidet. Bitte öffnen Sie die Datei auch an anderer Stelle nicht.',
};

/** An item that clamd did not take whole, as a rule because it is too large, where nothing may be opened unchecked. */
export const tooLargeReason: ClearingReason = {
  code: 'virus-zu-gross',
  text: 'Die Virenprüfung nahm die Datei nicht ganz an, meist wegen ihrer Größe, und ungeprüft wird nichts geöffnet. Bitte verständigen Sie die Systembetreuung (StreamMaxLength von clamd).',
};

/** Checks stored files with clamd. `clamd` is undefined where none is set up. */
const createVirenpruefung = (deps: {
  clamd: Clamd | undefined;
  required: boolean;
  blobs: Pick<BlobStore, 'open'>;
}): Virenpruefung => {
  const { clamd, required, blobs } = deps;

  const examine: Virenpruefung['examine'] = async (sha256s, signal) => {
    if (clamd === undefined) return { virenpruefung: 'ungeprueft', hinweis: '' };
    let hinweis: string | undefined;
    for (const sha256 of new Set(sha256s)) {
      try {
        const scan = await clamd.scan(await blobs.open(sha256), signal);
        if (scan.outcome === 'found') return { virenpruefung: 'befund', signatur: scan.signature };
        if (scan.outcome === 'refused') hinweis = tooLarge;
      } catch (error) {
        // Only clamd may be missing; a file that cannot be read from the store is another matter.
        if (required || !(error instanceof DependencyDown) || error.code !== uncheckedCode)
          throw error;
        hinweis = clamdDown;
      }
    }
    return hinweis === undefined
      ? { virenpruefung: 'ohne_befund' }
      : { virenpruefung: 'ungeprueft', hinweis };
  };

  return {
    enabled: clamd !== undefined,
    required,
    examine,
    answers: async () => {
      if (clamd === undefined) return false;
      return clamd.version().then(
        () => true,
        () => false,
      );
    },
  };
};

/** The check as it is set up. */
export const openVirenpruefung = (
  { virus: { clamd, required, timeoutSeconds } }: Pick<Config, 'virus'>,
  blobs: Pick<BlobStore, 'open'>,
): Virenpruefung =>
  createVirenpruefung({
    clamd:
      clamd === undefined
        ? undefined
        : createClamd({ address: clamd, timeoutMs: timeoutSeconds * 1_000 }),
    required,
    blobs,
  });
