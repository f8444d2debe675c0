import { availableParallelism } from 'node:os';
import { DependencyDown } from '#errors.js';
import type { Log } from '#infrastructure/log.js';
import type { Word } from '../page-text.js';
import type { DetailWanted, PageLook } from './page-look.js';
import type { ChildAnswer, PageImage, PdfStandard, TemplateSource } from './protocol.js';
import { toInvalidInput, typesetterFailed } from './refusals.js';
import { type ChildLimits, type Question, startWarmChild, type WarmChild } from './warm-child.js';

export type { PageLook } from './page-look.js';
export type { PageImage, PdfStandard, TemplateSource } from './protocol.js';

/** A typeset document. */
export interface Typeset {
  bytes: Buffer;
  pages: number;
  /** Pictures of the pages, where they were asked for. */
  images: PageImage[];
}

/** The limits hold for one document: resident memory in MB, time in milliseconds. */
export interface TypesetterOptions extends ChildLimits {
  log: Log;
  /** Documents after which the child is replaced, since its memory grows slowly. */
  recycleAfter?: number;
  /** Most children at a time; without it as many as there are cores. */
  processes?: number;
}

/** A running typesetter. */
export interface Typesetter {
  /**
   * Typesets a document; equal input gives equal bytes. With `imageWidth` also draws its pages.
   * @throws InvalidInput `glyph-missing` or the code with which the template refused the data.
   */
  pdf(request: {
    template: TemplateSource;
    data: object;
    standard: PdfStandard;
    imageWidth?: number;
  }): Promise<Typeset>;
  /** Draws pages, from 1, of a PDF that was typeset here. */
  draw(request: {
    pdf: Buffer;
    page?: number;
    imageWidth: number;
  }): Promise<{ pages: number; images: PageImage[] }>;
  /** Reads the words of one page of a PDF that was typeset here. */
  read(request: { pdf: Buffer; page: number }): Promise<{ pages: number; words: Word[] }>;
  /** One page, from 1, of a PDF that was typeset here, as the check of its layout needs it. */
  look(request: {
    pdf: Buffer;
    page: number;
    dpi: number;
    details: readonly DetailWanted[];
  }): Promise<PageLook>;
  /** Ends the child; documents that wait are refused. */
  close(): void;
}

interface Waiting {
  question: Question;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

const mostWaiting = 500;
const recycleAfter = 1_000;

const busyError = (why: string): DependencyDown =>
  new DependencyDown({
    code: 'typesetter-busy',
    message: `Typst: ${why}.`,
    clerkMessage:
      'Es werden gerade sehr viele Briefe gesetzt. Bitte versuchen Sie es gleich erneut.',
    retryAfterSeconds: 5,
  });

const resultOf = (answer: ChildAnswer): unknown => {
  if (answer.kind === 'done') return answer.result;
  if (answer.kind === 'refused') throw toInvalidInput(answer.refusal);
  throw typesetterFailed('typesetter-failed', answer.fault);
};

/** A place for one child, which is replaced when it fails or is worn. */
const createSeat = (options: TypesetterOptions) => {
  let child: WarmChild | undefined;
  let closed = false;

  const discard = (): void => {
    child?.kill();
    child = undefined;
  };

  return {
    serve: async (question: Question): Promise<unknown> => {
      child ??= startWarmChild(options);
      let answer: ChildAnswer;
      try {
        answer = await child.ask(question);
      } catch (error) {
        discard();
        options.log.warn({ err: error }, 'typesetting child replaced');
        throw error;
      }
      const worn =
        (child?.served() ?? 0) >= (options.recycleAfter ?? recycleAfter) ||
        answer.residentBytes > options.memoryMegabytes * 1024 * 1024;
      if (worn || closed) discard();
      return resultOf(answer);
    },
    close: (): void => {
      closed = true;
      discard();
    },
  };
};

/** Questions wait in one line for whichever child is free; children start when there is work for them. */
const createLine = (options: TypesetterOptions) => {
  const waiting: Waiting[] = [];
  const seats = Array.from({ length: options.processes ?? availableParallelism() }, () =>
    createSeat(options),
  );
  const free = [...seats];
  let closed = false;

  const work = async (): Promise<void> => {
    // The seat that was free last has a warm child.
    const seat = free.pop();
    if (seat === undefined) return;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      await seat.serve(job.question).then(job.resolve, job.reject);
    }
    free.push(seat);
  };

  return {
    ask: <T>(question: Question): Promise<T> => {
      if (closed) return Promise.reject(busyError('the process is stopping'));
      if (waiting.length >= mostWaiting) {
        return Promise.reject(busyError(`${mostWaiting} documents are waiting`));
      }
      return new Promise<T>((resolve, reject) => {
        waiting.push({ question, resolve: (result) => resolve(result as T), reject });
        void work();
      });
    },
    close: (): void => {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(busyError('the process is stopping'));
      for (const seat of seats) seat.close();
    },
  };
};

/**
 * Typesets documents in warm child processes with an empty environment; a child that takes too long or
 * too much memory is killed and replaced, and only its document fails.
 */
export const createTypesetter = (options: TypesetterOptions): Typesetter => {
  const line = createLine(options);
  return {
    pdf: async (request) => {
      const data = JSON.stringify(request.data);
      const typeset = await line.ask<Typeset>({ ...request, task: 'typeset', data });
      return { ...typeset, bytes: Buffer.from(typeset.bytes) };
    },
    draw: (request) => line.ask({ ...request, task: 'draw' }),
    read: (request) => line.ask({ ...request, task: 'read' }),
    look: (request) => line.ask({ ...request, task: 'look' }),
    close: line.close,
  };
};
