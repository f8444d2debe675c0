import { lstat, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { ToolFailed } from '../../errors.js';
import type { PageText, Word } from '../page-text.js';
import {
  createSandbox,
  type Isolation,
  type SandboxRequest,
  type WantedIsolation,
} from '../sandbox/isolation.js';
import { runOnce } from '../sandbox/run-once.js';
import { failureOfEnd, failureOfReport } from './failures.js';
import type {
  ArchivePage,
  DocumentLimits,
  PageCode,
  PageRange,
  TextLayerKind,
} from './protocol.js';
import {
  archiveResultSchema,
  type ChildLine,
  childLineSchema,
  inspectResultSchema,
  openedMailSchema,
} from './result-schema.js';

/** Limits of one parser child besides those of the file. */
export interface ParserLimits extends DocumentLimits {
  memoryMb: number;
  cpuSeconds: number;
  /** Wall clock for one call; `splitPages` and the archive copy get `pageMs` more for each page. */
  wallClockMs: number;
  pageMs: number;
  /** Largest single file that a child may write. */
  fileMb: number;
}

/** Bounds that every real letter stays under and every bomb of the tests runs into. */
export const defaultParserLimits: ParserLimits = {
  maxPages: 2000,
  maxPixels: 200_000_000,
  maxRenderPixels: 40_000_000,
  viewDpi: 200,
  ocrDpi: 250,
  maxMailParts: 500,
  maxMailDepth: 10,
  maxMailBytes: 200_000_000,
  memoryMb: 1024,
  cpuSeconds: 60,
  wallClockMs: 60_000,
  pageMs: 15_000,
  fileMb: 512,
};

/** The part of a logger that tools use; facts never hold names or contents. */
export interface ToolLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface ParserOptions {
  isolation: WantedIsolation;
  limits?: Partial<ParserLimits>;
  log: ToolLog;
}

export type InspectResult = z.infer<typeof inspectResultSchema>;

/** A page of a split file; paths lie in the caller's output folder. */
export interface ParsedPage {
  /** Counted from 1 within the file. */
  number: number;
  /** For the screen, at most `viewDpi`. */
  imagePath: string;
  imageMediaType: 'image/jpeg';
  width: number;
  height: number;
  dpi: number;
  widthPt: number;
  heightPt: number;
  /** Grey PGM for `ocr.recognise` with its resolution; undefined where no OCR is needed. */
  ocrImagePath: string | undefined;
  ocrDpi: number | undefined;
  textLayer: TextLayerKind;
  text: PageText | undefined;
  blank: boolean;
  damaged: boolean;
  codes: readonly PageCode[];
}

type OpenedMail = z.infer<typeof openedMailSchema>;

/** An opened mail; the attachments lie in the caller's output folder. */
export interface ParsedMail extends Omit<OpenedMail, 'attachments'> {
  attachments: (Omit<OpenedMail['attachments'][number], 'file'> & { path: string })[];
}

/**
 * A page of an archive copy and the words to lay over it: an image, or a page of a PDF, which is taken over
 * as it is where possible and rendered otherwise.
 */
export interface ArchiveSource {
  path: string;
  mediaType: 'image/jpeg' | 'image/png' | 'application/pdf';
  /** Page within the PDF, from 1. */
  number?: number;
  widthPt: number;
  heightPt: number;
  /** Quarter turns clockwise that bring the page upright (`rotated` of the OCR). */
  turn?: 0 | 90 | 180 | 270;
  words: readonly Word[];
}

const entry = 'dist/src/tools/parser/child.js';
const maxMessageBytes = 256 * 1024 * 1024;

type Build = (paths: { read: string[]; write: string }) => unknown;

interface Call {
  read: string[];
  write?: string;
  build: Build;
  pages?: number;
  signal?: AbortSignal | undefined;
  onPage?: (page: Extract<ChildLine, { type: 'page' }>['page']) => void;
}

const untrusted = (what: string): ToolFailed =>
  new ToolFailed({ code: 'parser-failed', message: `the parser child sent ${what}` });

/** A child could leave a link or a pipe under the name of a result; only plain files count. */
const plainFile = async (folder: string, name: string): Promise<string> => {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw untrusted('the name of a file that is none');
  return path;
};

const createRunner = (options: ParserOptions, limits: ParserLimits) => {
  const sandbox = createSandbox(options.isolation);
  if (sandbox.isolation.kind === 'process') {
    options.log.warn({ isolation: 'process' }, 'parser children run without bubblewrap');
  }
  const call = async (facts: Call): Promise<unknown> => {
    const request: SandboxRequest = {
      entry,
      read: facts.read,
      ...(facts.write === undefined ? {} : { write: facts.write }),
      memoryMb: limits.memoryMb,
      cpuSeconds: limits.cpuSeconds + ((facts.pages ?? 0) * limits.pageMs) / 1000,
      fileMb: limits.fileMb,
    };
    let page: number | undefined;
    let last: ChildLine | undefined;
    let malformed = false;
    const onLine = (line: string): void => {
      const parsed = childLineSchema.safeParse(parseJson(line));
      if (!parsed.success) malformed = true;
      else if (parsed.data.type === 'page') facts.onPage?.(parsed.data.page);
      else if (parsed.data.type === 'progress') page = parsed.data.page;
      else last = parsed.data;
    };
    const wallClockMs = limits.wallClockMs + (facts.pages ?? 0) * limits.pageMs;
    const { signal, build: task } = facts;
    const end = await runOnce(sandbox, {
      request,
      task,
      wallClockMs,
      signal,
      onLine,
      maxMessageBytes,
    });
    if (malformed) throw untrusted('an answer of the wrong shape');
    if (last?.type === 'done') return last.result;
    if (last?.type === 'failed') throw failureOfReport(last, limits, page);
    throw failureOfEnd(end, limits, page);
  };
  return { isolation: sandbox.isolation, call };
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw untrusted('a result of the wrong shape');
  return result.data;
};

/** Opens hostile files in children behind the strongest wall that the machine offers. */
export interface Parser {
  /** Which wall is in force; for the status page. */
  isolation(): Isolation;
  /** Counts pages and checks limits. Throws `NeedsClearing` with `pdf-encrypted`, `file-unreadable` or `limit-exceeded`. */
  inspect(file: {
    path: string;
    mediaType: string;
    signal?: AbortSignal | undefined;
  }): Promise<InspectResult>;
  /** Parses a mail and writes its attachments to `outDir`. */
  openMail(file: {
    path: string;
    outDir: string;
    signal?: AbortSignal | undefined;
  }): Promise<ParsedMail>;
  /** Splits a file, or a range of its pages, into images and text in `outDir`. */
  splitPages(file: {
    path: string;
    mediaType: string;
    outDir: string;
    pages?: PageRange;
    readCodes?: boolean;
    signal?: AbortSignal | undefined;
  }): Promise<{ pages: ParsedPage[] }>;
  /** Writes a searchable PDF to `outPath`; a scan out of a PDF keeps its original image. */
  renderArchiveCopy(copy: {
    pages: readonly ArchiveSource[];
    outPath: string;
    title: string;
    signal?: AbortSignal | undefined;
  }): Promise<{ pageCount: number; keptOriginalPages: number }>;
}

type Runner = ReturnType<typeof createRunner>;

const createSplitPages =
  (runner: Runner, limits: ParserLimits): Parser['splitPages'] =>
  async ({ path, mediaType, outDir, pages: range, readCodes = true, signal }) => {
    const pages: ParsedPage[] = [];
    const names: string[] = [];
    await runner.call({
      read: [path],
      write: outDir,
      signal,
      pages: range === undefined ? 20 : range.to - range.from + 1,
      build: ({ read, write }) => ({
        task: 'splitPages',
        input: read[0],
        out: write,
        mediaType,
        ...(range === undefined ? {} : { pages: range }),
        readCodes,
        limits,
      }),
      onPage: ({ image, ocrImage, ocrDpi, text, ...page }) => {
        names.push(image, ...(ocrImage === undefined ? [] : [ocrImage]));
        pages.push({
          ...page,
          imagePath: join(outDir, image),
          imageMediaType: 'image/jpeg',
          ocrImagePath: ocrImage === undefined ? undefined : join(outDir, ocrImage),
          ocrDpi,
          text,
        });
      },
    });
    for (const name of names) await plainFile(outDir, name);
    return { pages };
  };

const createArchiveCopy =
  (runner: Runner, limits: ParserLimits): Parser['renderArchiveCopy'] =>
  async ({ pages, outPath, title, signal }) => {
    const outDir = await mkdtemp(join(dirname(outPath), '.archive-'));
    try {
      const inputs = [...new Set(pages.map(({ path }) => path))];
      const tasks: ArchivePage[] = pages.map(({ path, turn = 0, ...page }) => ({
        ...page,
        turn,
        input: inputs.indexOf(path),
      }));
      const answer = await runner.call({
        read: inputs,
        write: outDir,
        signal,
        pages: pages.length,
        build: ({ read, write }) => ({
          task: 'renderArchiveCopy',
          inputs: read,
          out: write,
          pages: tasks,
          title,
          limits,
        }),
      });
      const { file, ...counts } = parsed(archiveResultSchema, answer);
      await rename(await plainFile(outDir, file), outPath);
      return counts;
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

/** Creates the parser; tries the wanted isolation once, which takes about a tenth of a second. */
export const createParser = (options: ParserOptions): Parser => {
  const limits: ParserLimits = { ...defaultParserLimits, ...options.limits };
  const runner = createRunner(options, limits);
  return {
    isolation: () => runner.isolation,
    inspect: async ({ path, mediaType, signal }) => {
      const build: Build = ({ read }) => ({ task: 'inspect', input: read[0], mediaType, limits });
      return parsed(inspectResultSchema, await runner.call({ read: [path], build, signal }));
    },
    openMail: async ({ path, outDir, signal }) => {
      await mkdir(outDir, { recursive: true });
      const build: Build = ({ read, write }) => ({
        task: 'openMail',
        input: read[0],
        out: write,
        limits,
      });
      const answer = await runner.call({ read: [path], write: outDir, build, signal });
      const { attachments, ...mail } = parsed(openedMailSchema, answer);
      const saved: ParsedMail['attachments'] = [];
      for (const { file, ...attachment } of attachments) {
        saved.push({ ...attachment, path: await plainFile(outDir, file) });
      }
      return { ...mail, attachments: saved };
    },
    splitPages: createSplitPages(runner, limits),
    renderArchiveCopy: createArchiveCopy(runner, limits),
  };
};

/** A folder for the output of one call; the caller removes it. */
export const createOutputFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'poststelle-'));
