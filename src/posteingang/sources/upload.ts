import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Actor } from '#audit/index.js';
import { InvalidInput, type MailroomError } from '#errors.js';
import { lane } from '#pipeline/store.js';
import type { ScanTarget } from '../stapel/lookup.js';
import type { Verschlussauftrag } from '../verschluss/siegel.js';
import type { Umschlagangabe } from '../verschluss/verschluss.schema.js';
import { batchFrom, displayName, type FileFacts, type IntakeDeps } from './intake.js';
import { createFileIntake, type MboxTally } from './mbox-intake.js';

/** Who uploads, as the route knows it. */
export interface Uploader {
  actor: Actor & { kind: 'person' | 'token' };
  fairnessKey: string;
  requestId: string;
  idempotencyKey: string | undefined;
  /** The open Stapel into which the files are scanned. */
  stapel?: ScanTarget | undefined;
  /** What stands on the closed envelope; each file of the request lay in one like it. */
  umschlag?: Umschlagangabe | undefined;
}

/** The outcome for one file of the request. */
export type UploadOutcome =
  | {
      outcome: 'accepted' | 'duplicate';
      dateiname: string;
      id: string;
      eingangsnummer: string;
      nachrichten?: MboxTally;
    }
  | { outcome: 'rejected'; dateiname: string; error: MailroomError };

/** Takes files from a multipart request: each is stored, numbered and committed before it is answered. */
export const createUpload = (deps: IntakeDeps) => {
  const intake = createFileIntake(deps);
  const { maxFilesPerRequest } = deps.config.intake;

  const factsOf = (
    uploader: Uploader,
    verschluss: Verschlussauftrag | undefined,
    dateiname: string,
    index: number,
  ): FileFacts => ({
    dateiname,
    kanal: 'upload',
    idempotencyScope: uploader.actor.personId,
    idempotencyKey:
      uploader.idempotencyKey === undefined ? undefined : `${uploader.idempotencyKey}:${index}`,
    actor: uploader.actor,
    receivedBy: uploader.actor.personId,
    requestId: uploader.requestId,
    fairnessKey: uploader.fairnessKey,
    lane: index + 1 >= batchFrom ? lane.batch : lane.interactive,
    stapel: uploader.stapel,
    verschluss,
  });

  /** A refused file stays visible; what is not the file's fault is thrown. */
  const refuse = async (error: unknown, facts: FileFacts): Promise<UploadOutcome> => {
    if (!(error instanceof InvalidInput) || error.code === 'upload-aborted') throw error;
    await intake.noteRefusal(error, facts);
    return { outcome: 'rejected', dateiname: facts.dateiname, error };
  };

  const takeIn = async (stream: Readable, facts: FileFacts): Promise<UploadOutcome> => {
    try {
      return { ...(await intake.takeIn(stream, facts)), dateiname: facts.dateiname };
    } catch (error) {
      stream.resume();
      return refuse(error, facts);
    }
  };

  /** Reads the whole request; outcomes come in the order of the files. */
  const receive = async (
    request: IncomingMessage,
    uploader: Uploader,
  ): Promise<UploadOutcome[]> => {
    await intake.requireSpace();
    const verschluss =
      uploader.umschlag === undefined
        ? undefined
        : await intake.verschluss.decideUpload(uploader.umschlag);
    const form = openForm(request, maxFilesPerRequest);
    const outcomes: Promise<UploadOutcome>[] = [];
    await new Promise<void>((resolve, reject) => {
      form.on('file', (_field, stream, info) => {
        const facts = factsOf(uploader, verschluss, displayName(info.filename), outcomes.length);
        const outcome = takeIn(stream, facts);
        // Whoever awaits the list sees the failure; until then it must not count as unhandled.
        outcome.catch(() => undefined);
        outcomes.push(outcome);
      });
      form.once('filesLimit', () => reject(tooManyFiles(maxFilesPerRequest)));
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
