import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openedMailSchema } from '../mail/mail-result.js';
import type { SmimeSettings } from '../mail/smime.js';
import { CheckOutcome } from '../mail-auth/check-outcome.js';
import { OfficeText } from '../office/read-office.js';
import type { Rechnung } from '../rechnung/begriffe.js';
import { readInvoiceSchema } from '../rechnung/rechnung-schema.js';
import {
  defaultParserLimits,
  type ParsedPage,
  type Parser,
  type ParserLimits,
  type ParserOptions,
} from './parser.js';
import { inspectResultSchema, unpackedSchema } from './result-schema.js';
import { type Build, createTaskRunner, parsed } from './run-task.js';
import { pagesOfASession } from './session.js';

export type {
  InspectResult,
  ParsedInvoice,
  ParsedMail,
  ParsedPage,
  Parser,
  ParserLimits,
  ParserOptions,
  ToolLog,
  UnpackedPart,
} from './parser.js';

type Runner = ReturnType<typeof createTaskRunner>;

const createSplitPages =
  (runner: Runner, limits: ParserLimits): Parser['splitPages'] =>
  async ({ path, key, mediaType, outDir, pages: range, background, signal, ...how }) => {
    const { typeset = false, readCodes = !typeset } = how;
    const pages: ParsedPage[] = [];
    const names: string[] = [];
    await runner.call({
      ...{ path, key, background, signal },
      changesDocument: typeset,
      pages: range === undefined ? pagesOfASession : range.to - range.from + 1,
      build: ({ input, out }) => ({
        task: 'splitPages',
        input,
        out,
        mediaType,
        ...(range === undefined ? {} : { pages: range }),
        readCodes,
        typeset,
        limits,
      }),
      onPage: ({ image, archiveImage, ocrImage, ocrDpi, text, ...page }) => {
        names.push(...[image, archiveImage, ocrImage].filter((name) => name !== undefined));
        pages.push({
          ...page,
          imagePath: join(outDir, image),
          imageMediaType: 'image/jpeg',
          archiveImagePath: archiveImage === undefined ? undefined : join(outDir, archiveImage),
          ocrImagePath: ocrImage === undefined ? undefined : join(outDir, ocrImage),
          ocrDpi,
          text,
        });
      },
      files: { folder: outDir, names: () => names },
    });
    return { pages };
  };

const createOpenMail =
  (runner: Runner, limits: ParserLimits, smime?: SmimeSettings): Parser['openMail'] =>
  async ({ path, outDir, signal }) => {
    await mkdir(outDir, { recursive: true });
    const build: Build = ({ input, out }) => ({
      task: 'openMail',
      input,
      out,
      limits,
      ...(smime === undefined ? {} : { smime }),
    });
    const read = (result: unknown) => parsed(openedMailSchema, result);
    const names = (result: unknown): string[] => {
      const { attachments, html, safeHtml } = read(result);
      const bodies = [html, safeHtml, ...attachments.map(({ message }) => message?.html)];
      return [...attachments, ...bodies].flatMap((one) => (one === undefined ? [] : one.file));
    };
    const files = { folder: outDir, names };
    const opened = read(await runner.call({ path, build, pages: 0, signal, files }));
    const { attachments, html, safeHtml, ...mail } = opened;
    const place = <T extends { file: string }>({ file, ...one }: T) => ({
      ...one,
      path: join(outDir, file),
    });
    return {
      ...mail,
      ...(html === undefined ? {} : { html: place(html) }),
      ...(safeHtml === undefined ? {} : { safeHtml: place(safeHtml) }),
      attachments: attachments.map(place),
    };
  };

/** Creates the parser; tries the wanted isolation once, which takes about a tenth of a second. */
export const createParser = (options: ParserOptions): Parser => {
  const limits: ParserLimits = { ...defaultParserLimits, ...options.limits };
  const runner = createTaskRunner(options, limits);
  const filesTo = (folder: string, names: (result: unknown) => readonly string[]) => ({
    files: { folder, names },
  });
  return {
    isolation: () => runner.isolation,
    close: runner.close,
    inspect: async ({ path, key, mediaType, signal }) => {
      const build: Build = ({ input }) => ({ task: 'inspect', input, mediaType, limits });
      return parsed(inspectResultSchema, await runner.call({ path, key, build, signal }));
    },
    openMail: createOpenMail(runner, limits, options.smime),
    authenticateMail: async ({ path, key, client, answers, signal }) => {
      const build: Build = ({ input }) => ({ task: 'authenticateMail', input, client, answers });
      return parsed(CheckOutcome, await runner.call({ path, key, build, pages: 0, signal }));
    },
    unpack: async ({ path, mediaType, outDir, signal }) => {
      const build: Build = ({ input, out }) => ({ task: 'unpack', input, out, mediaType, limits });
      const read = (result: unknown) => parsed(unpackedSchema, result).files;
      const files = filesTo(outDir, (result) => read(result).map(({ file }) => file));
      const found = read(await runner.call({ path, build, pages: 0, signal, ...files }));
      return found.map(({ file, ...part }) => ({ ...part, path: join(outDir, file) }));
    },
    readInvoice: async ({ path, outDir, signal }) => {
      await mkdir(outDir, { recursive: true });
      const build: Build = ({ input, out }) => ({ task: 'readInvoice', input, out, limits });
      const read = (result: unknown) => parsed(readInvoiceSchema, result);
      const files = filesTo(outDir, (result) => {
        const found = read(result);
        return found.outcome === 'rechnung' ? found.unterlagen.map(({ file }) => file) : [];
      });
      const found = read(await runner.call({ path, build, pages: 0, signal, ...files }));
      if (found.outcome !== 'rechnung') return found;
      const unterlagen = found.unterlagen.map(({ file, ...one }) => ({
        ...one,
        path: join(outDir, file),
      }));
      return { outcome: 'rechnung', rechnung: found.rechnung as Rechnung, unterlagen };
    },
    readOffice: async ({ path, mediaType, signal }) => {
      const build: Build = ({ input }) => ({ task: 'readOffice', input, mediaType });
      return parsed(OfficeText, await runner.call({ path, build, pages: 0, signal }));
    },
    splitPages: createSplitPages(runner, limits),
  };
};

/** A folder for the output of one call; the caller removes it. */
export const createOutputFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'poststelle-'));
