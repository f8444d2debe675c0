import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { type Actor, appendAudit } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { DependencyDown, InvalidInput, type MailroomError } from '#errors.js';
import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { BlobStore, Staged } from '#infrastructure/storage/blob-store.js';
import { lane } from '#pipeline/store.js';
import { sniffMediaType } from '#tools/media-type.js';
import type { Receiver } from '../receive.js';
import { insertAbweisung } from '../receive.repository.js';

export interface UploadDeps {
  db: Db;
  blobs: BlobStore;
  config: Config;
  clock: Clock;
  receiver: Receiver;
}

/** Who uploads, as the route knows it. */
export interface Uploader {
  actor: Actor & { kind: 'person' | 'token' };
  fairnessKey: string;
  requestId: string;
  idempotencyKey: string | undefined;
}

/** The outcome for one file of the request. */
export type UploadOutcome =
  | { outcome: 'accepted' | 'duplicate'; dateiname: string; id: string; eingangsnummer: string }
  | { outcome: 'rejected'; dateiname: string; error: MailroomError };

/** From this many files on a request is a batch and lets single uploads overtake it. */
const batchFrom = 20;
const bytesPerMegabyte = 1_000_000;

const emptyFile = (): InvalidInput =>
  new InvalidInput({
    code: 'file-empty',
    httpStatus: 422,
    message: 'The uploaded file has no bytes.',
    clerkMessage: 'Die Datei ist leer. Bitte prüfen Sie den Scan und laden Sie ihn erneut hoch.',
  });

const unknownType = (label: string | undefined): InvalidInput =>
  new InvalidInput({
    code: 'file-type-unknown',
    httpStatus: 415,
    message: 'The file is none of PDF, TIFF, PNG, JPEG, EML.',
    clerkMessage: `${label === undefined ? 'Der Dateityp wurde nicht erkannt.' : `Dieser Dateityp (${label}) wird nicht angenommen.`} Angenommen werden PDF, TIFF, PNG, JPEG und E-Mails als EML.`,
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

/** Takes files from a multipart request: each is stored, numbered and committed before it is answered. */
export const createUpload = (deps: UploadDeps) => {
  const { blobs, config, clock, receiver } = deps;
  const maxBytes = config.intake.maxFileMegabytes * bytesPerMegabyte;

  const requireSpace = async (): Promise<void> => {
    const free = await blobs.freeBytes();
    if (free !== undefined && free < config.intake.minFreeDiskMegabytes * bytesPerMegabyte)
      throw diskLow();
  };

  const judge = (staged: Staged, dateiname: string): string => {
    if (staged.size === 0) throw emptyFile();
    const type = sniffMediaType(staged.head, dateiname);
    if (type === undefined || !type.accepted) throw unknownType(type?.label);
    return type.mediaType;
  };

  const takeIn = async (
    stream: Readable,
    dateiname: string,
    index: number,
    files: number,
    uploader: Uploader,
  ): Promise<UploadOutcome> => {
    const staged = await blobs.stage(stream, { maxBytes });
    try {
      const mediaType = judge(staged, dateiname);
      await staged.commit();
      const isMail = mediaType === 'message/rfc822';
      const accepted = await receiver.accept({
        kanal: isMail ? 'email' : 'upload',
        idempotencyScope: uploader.actor.personId,
        idempotencyKey:
          uploader.idempotencyKey === undefined
            ? `sha256:${staged.sha256}`
            : `${uploader.idempotencyKey}:${index}`,
        sha256: staged.sha256,
        size: staged.size,
        mediaType,
        dateiname,
        eingangsdatum: germanDay(clock.now()),
        receivedBy: uploader.actor.personId,
        actor: uploader.actor,
        requestId: uploader.requestId,
        lane: isMail ? lane.mail : files >= batchFrom ? lane.batch : lane.interactive,
        fairnessKey: uploader.fairnessKey,
      });
      return { ...accepted, dateiname };
    } catch (error) {
      await staged.discard();
      throw error;
    }
  };

  /** A refused file stays visible; what is not the file's fault is thrown. */
  const refuse = async (
    error: unknown,
    dateiname: string,
    uploader: Uploader,
  ): Promise<UploadOutcome> => {
    if (!(error instanceof InvalidInput) || error.code === 'upload-aborted') throw error;
    await asSystem(deps.db, async (tx) => {
      await insertAbweisung(tx, {
        kanal: 'upload',
        personId: uploader.actor.personId,
        dateiname,
        size: null,
        code: error.code,
        text: error.clerkMessage,
      });
      await appendAudit(tx, [
        {
          actor: uploader.actor,
          action: 'posteingang.refused',
          objectType: 'posteingang',
          detail: { code: error.code },
          requestId: uploader.requestId,
        },
      ]);
    });
    return { outcome: 'rejected', dateiname, error };
  };

  /** Reads the whole request; outcomes come in the order of the files. */
  const receive = async (
    request: IncomingMessage,
    uploader: Uploader,
  ): Promise<UploadOutcome[]> => {
    await requireSpace();
    const form = openForm(request, config.intake.maxFilesPerRequest);
    const outcomes: Promise<UploadOutcome>[] = [];
    await new Promise<void>((resolve, reject) => {
      form.on('file', (_field, stream, info) => {
        const dateiname = displayName(info.filename);
        const outcome = takeIn(
          stream,
          dateiname,
          outcomes.length,
          outcomes.length + 1,
          uploader,
        ).catch((error: unknown) => {
          stream.resume();
          return refuse(error, dateiname, uploader);
        });
        // Whoever awaits the list sees the failure; until then it must not count as unhandled.
        outcome.catch(() => undefined);
        outcomes.push(outcome);
      });
      form.once('filesLimit', () => reject(tooManyFiles(config.intake.maxFilesPerRequest)));
      form.once('error', (cause: unknown) => reject(brokenForm(cause)));
      form.once('close', resolve);
      request.once('aborted', () => reject(brokenForm(undefined)));
      request.pipe(form);
    });
    if (outcomes.length === 0) throw noFile();
    return Promise.all(outcomes);
  };

  return { receive };
};

export type Upload = ReturnType<typeof createUpload>;

const openForm = (request: IncomingMessage, files: number): busboy.Busboy => {
  try {
    // Without the charset German file names arrive garbled.
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files, fields: 20, fieldSize: 10_000 },
    });
  } catch (cause) {
    throw new InvalidInput({
      code: 'not-multipart',
      httpStatus: 415,
      message: 'The request is not multipart/form-data with a boundary.',
      clerkMessage: 'Die Übertragung war unvollständig. Bitte laden Sie die Dateien erneut hoch.',
      cause,
    });
  }
};

const noFile = (): InvalidInput =>
  new InvalidInput({
    code: 'no-file',
    message: 'The request holds no file; send at least one part with a file name.',
    clerkMessage: 'Es wurde keine Datei übertragen.',
  });

const tooManyFiles = (limit: number): InvalidInput =>
  new InvalidInput({
    code: 'too-many-files',
    httpStatus: 413,
    message: `The request holds more than ${limit} files (intake.maxFilesPerRequest); split it.`,
    clerkMessage: `Es sind höchstens ${limit} Dateien auf einmal möglich. Bereits angenommene Dateien stehen im Posteingangsbuch.`,
  });

const brokenForm = (cause: unknown): InvalidInput =>
  new InvalidInput({
    code: 'upload-aborted',
    message: 'The request ended before its last boundary.',
    clerkMessage:
      'Die Übertragung wurde abgebrochen. Bitte laden Sie die Dateien erneut hoch; Doppeltes wird erkannt.',
    cause,
  });
