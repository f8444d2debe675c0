import type { Readable } from 'node:stream';
import { type Actor, appendAudit } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { DependencyDown, InvalidInput } from '#errors.js';
import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { BlobStore, Staged } from '#infrastructure/storage/blob-store.js';
import { type Lane, lane } from '#pipeline/store.js';
import { isMailType, type MediaType, refusalText, sniffMediaType } from '#tools/media-type.js';
import type { Accepted, Receiver } from '../receive.js';
import { insertAbweisung } from '../receive.repository.js';
import { type ScanTarget, stapelFacts } from '../stapel/lookup.js';
import { createVerschlussannahme, sealedName, sealedType } from '../verschluss/annahme.js';
import type { Verschlussauftrag } from '../verschluss/siegel.js';

export interface IntakeDeps {
  db: Db;
  blobs: BlobStore;
  config: Config;
  clock: Clock;
  receiver: Receiver;
}

/** What a source knows of a file besides its bytes. */
export interface FileFacts {
  dateiname: string;
  kanal: 'upload' | 'scan';
  idempotencyScope: string;
  /** Undefined: the bytes themselves are the key. */
  idempotencyKey: string | undefined;
  actor: Actor;
  receivedBy: string | null;
  requestId?: string;
  fairnessKey: string;
  lane: Lane;
  stapel?: ScanTarget | undefined;
  /** Set where the envelope says that the file stays closed. */
  verschluss?: Verschlussauftrag | undefined;
  /** Looks once more at where the bytes came from, before they are accepted; throws to take nothing. */
  isSound?: (size: number) => Promise<void>;
}

const bytesPerMegabyte = 1_000_000;

/** From this many files on something is a batch and lets single uploads overtake it. */
export const batchFrom = 20;

const emptyFile = (): InvalidInput =>
  new InvalidInput({
    code: 'file-empty',
    httpStatus: 422,
    message: 'The uploaded file has no bytes.',
    clerkMessage: 'Die Datei ist leer. Bitte prüfen Sie den Scan und laden Sie ihn erneut hoch.',
  });

const unknownType = (type: MediaType | undefined): InvalidInput =>
  new InvalidInput({
    code: 'file-type-unknown',
    httpStatus: 415,
    message:
      'The file is none of PDF, TIFF, PNG, JPEG, WebP, EML, MSG, ZIP, and no invoice as XML.',
    clerkMessage: refusalText(type),
  });

const diskLow = (): DependencyDown =>
  new DependencyDown({
    code: 'disk-low',
    message: 'Free disk space is below intake.minFreeDiskMegabytes; make space.',
    clerkMessage:
      'Der Speicherplatz ist knapp. Es wird vorübergehend nichts angenommen; die Systembetreuung ist zu verständigen.',
    retryAfterSeconds: 60,
  });

/** A file name for people: the last path element, without control characters or direction overrides. */
export const displayName = (raw: string | undefined): string => {
  const last = (raw ?? '').split(/[/\\]/).pop() ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .normalize('NFC')
    .trim();
  return clean.slice(0, 200) || 'ohne Namen';
};

/** What all sources share: a file is stored, numbered and committed before anybody is told. */
export const createIntake = (deps: IntakeDeps) => {
  const { blobs, config, clock, receiver } = deps;
  const verschluss = createVerschlussannahme(deps);
  const maxBytes = config.intake.maxFileMegabytes * bytesPerMegabyte;

  /** @throws DependencyDown `disk-low` before anything is taken. `needed`: bytes that are about to come. */
  const requireSpace = async (needed = 0): Promise<void> => {
    const free = await blobs.freeBytes();
    const least = config.intake.minFreeDiskMegabytes * bytesPerMegabyte;
    if (free !== undefined && free - needed < least) throw diskLow();
  };

  const judge = (staged: Staged, dateiname: string): string => {
    if (staged.size === 0) throw emptyFile();
    const type = sniffMediaType(staged.head, dateiname);
    if (type === undefined || !type.accepted) throw unknownType(type);
    return type.mediaType;
  };

  const laneOf = (facts: FileFacts, isMail: boolean): Lane => {
    if (isMail) return lane.mail;
    return (facts.stapel?.stapel.dateien ?? 0) >= batchFrom ? lane.batch : facts.lane;
  };

  /** As `takeIn`, and the bytes are encrypted before the first of them is written. Any type of file is kept. */
  const takeInSealed = async (
    stream: Readable,
    facts: FileFacts,
    auftrag: Verschlussauftrag,
  ): Promise<Accepted> => {
    const { staged, siegel, size } = await verschluss.seal(stream, auftrag, { ...facts, maxBytes });
    try {
      await facts.isSound?.(size);
      if (size === 0) throw emptyFile();
      await staged.commit();
      const accepted = await receiver.accept({
        ...arrivalOf(facts),
        idempotencyKey: facts.idempotencyKey ?? `siegel:${siegel.abdruck}`,
        sha256: staged.sha256,
        size: staged.size,
        mediaType: sealedType,
        dateiname: sealedName,
        zustand: 'verschlossen',
        siegel,
      });
      // The ciphertext of a repetition is of no use: nobody has its key.
      if (accepted.outcome === 'duplicate') await blobs.remove(staged.sha256);
      return accepted;
    } catch (error) {
      await staged.discard();
      throw error;
    }
  };

  const arrivalOf = (facts: FileFacts) => ({
    kanal: facts.kanal,
    idempotencyScope: facts.idempotencyScope,
    eingangsdatum: germanDay(clock.now()),
    receivedBy: facts.receivedBy,
    actor: facts.actor,
    ...(facts.requestId === undefined ? {} : { requestId: facts.requestId }),
    lane: facts.lane,
    fairnessKey: facts.fairnessKey,
  });

  /** Resolves when the file is durable and committed with its Eingangsnummer. @throws InvalidInput for a bad file */
  const takeIn = async (stream: Readable, facts: FileFacts): Promise<Accepted> => {
    if (facts.verschluss !== undefined) return takeInSealed(stream, facts, facts.verschluss);
    const staged = await blobs.stage(stream, { maxBytes });
    try {
      await facts.isSound?.(staged.size);
      const mediaType = judge(staged, facts.dateiname);
      await staged.commit();
      const isMail = isMailType(mediaType);
      return await receiver.accept({
        ...arrivalOf(facts),
        kanal: isMail ? 'email' : facts.kanal,
        idempotencyKey: facts.idempotencyKey ?? `sha256:${staged.sha256}`,
        sha256: staged.sha256,
        size: staged.size,
        mediaType,
        dateiname: facts.dateiname,
        lane: laneOf(facts, isMail),
        ...stapelFacts(facts.stapel),
      });
    } catch (error) {
      await staged.discard();
      throw error;
    }
  };

  /** Keeps a refused file visible with its reason. */
  const noteRefusal = (
    error: InvalidInput,
    facts: Pick<
      FileFacts,
      'dateiname' | 'kanal' | 'actor' | 'receivedBy' | 'requestId' | 'verschluss'
    >,
  ): Promise<void> =>
    asSystem(deps.db, async (tx) => {
      await insertAbweisung(tx, {
        kanal: facts.kanal,
        personId: facts.receivedBy,
        dateiname: facts.verschluss === undefined ? facts.dateiname : sealedName,
        size: null,
        code: error.code,
        text: error.clerkMessage,
      });
      await appendAudit(tx, [
        {
          actor: facts.actor,
          action: 'posteingang.refused',
          objectType: 'posteingang',
          detail: { code: error.code },
          ...(facts.requestId === undefined ? {} : { requestId: facts.requestId }),
        },
      ]);
    });

  return { maxBytes, requireSpace, takeIn, noteRefusal, verschluss };
};

export type Intake = ReturnType<typeof createIntake>;
